/** A decimal number, written plainly; `1e3`, `0x10` and emptiness are none. */
export function numberIn(text: string): number | undefined {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text.trim()) ? Number(text) : undefined
}
