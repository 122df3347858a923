import { formatCount } from './format.ts'

/** Three digits that matter; whole numbers in groups. */
export function formatPlain(value: number): string {
  if (Math.abs(value) >= 1000) return value < 0 ? `−${formatCount(-value)}` : formatCount(value)
  const text = String(Number(value.toPrecision(3)))
  return text.startsWith('-') ? `−${text.slice(1)}` : text
}

/**
 * What others wrote, with the signs that turn the direction of text (Unicode's bidi overrides, embeddings and isolates) shown
 * instead of obeyed: with them `gpj.exe` reads as `exe.jpg`.
 */
export function showTurns(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, (sign) => `[U+${sign.charCodeAt(0).toString(16).toUpperCase()}]`)
}
