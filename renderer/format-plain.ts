import { formatCount } from './format.ts'

/** Three digits that matter; whole numbers in groups. */
export function formatPlain(value: number): string {
  if (Math.abs(value) >= 1000) return value < 0 ? `−${formatCount(-value)}` : formatCount(value)
  const text = String(Number(value.toPrecision(3)))
  return text.startsWith('-') ? `−${text.slice(1)}` : text
}
