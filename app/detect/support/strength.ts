/** How far a value is beyond its limit, as a score: 0.5 at the limit, 0.75 at twice, 0.95 at ten times it. */
export function strengthOf(value: number, limit: number): number {
  if (value <= 0) return 0
  return Math.min(1, Math.max(0, 1 - limit / (2 * value)))
}
