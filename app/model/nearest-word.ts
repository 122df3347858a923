import { closest, distance } from 'fastest-levenshtein'

/** The word that was probably meant; undefined where none is near. */
export function nearestWord(word: string, words: readonly string[]): string | undefined {
  if (words.length === 0) return undefined
  const near = closest(word, words)
  return distance(word, near) <= Math.max(2, Math.floor(near.length / 3)) ? near : undefined
}

/** `, did you mean "window"?`, or which there are where none is near. */
export function suggestWord(word: string, words: readonly string[]): string {
  const near = nearestWord(word, words)
  return near === undefined ? `; there are ${words.join(', ')}` : `; did you mean "${near}"?`
}
