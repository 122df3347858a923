/** Pieces of a text that fit one message each, with where each begins. */
export function piecesOf(text: string, size: number): { at: number; text: string }[] {
  const pieces: { at: number; text: string }[] = []
  for (let at = 0; at < text.length || at === 0; at += size) pieces.push({ at, text: text.slice(at, at + size) })
  return pieces
}

/** Characters; the engine keeps the file in memory. */
export const mostCharacters = 64 * 2 ** 20
