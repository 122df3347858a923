/** How many are given of what was asked for: at least one, and no more than there may be. */
export function clampLimit(limit: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(limit) || 1))
}
