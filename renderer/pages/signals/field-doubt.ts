import { suggestWord } from '../../../app/model/nearest-word.ts'

/** A field that records do not usually have, and the one that was probably meant. It may still be right. */
export function doubtAbout(field: string, known: readonly string[]): string | undefined {
  const word = field.trim()
  if (word === '' || known.includes(word)) return undefined
  const suggestion = suggestWord(word, known)
  return suggestion.includes('did you mean') ? `Records do not usually have it${suggestion}` : 'Records do not usually have it.'
}
