/** One word of a query, and where it stands in the text. */
export interface Word {
  /** `field:` before the colon; unset for free text. */
  field: string | undefined
  value: string
  negated: boolean
  at: number
}

/** `severity:high -entity:10.0.0.1 "two words"` → its words. A quote that is never closed ends with the text. */
export function splitWords(text: string): Word[] {
  const words: Word[] = []
  const pattern = /(-|NOT\s+)?(?:([A-Za-z_.]+):)?(?:"((?:[^"\\]|\\.)*)"?|(\S+))/g
  for (const match of text.matchAll(pattern)) {
    const [whole, not, field, quoted, plain] = match
    if (quoted === undefined && plain === 'AND') continue
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? ''
    if (whole.trim() !== '') words.push({ field, value, negated: not !== undefined, at: match.index })
  }
  return words
}

/** The value as it is written in a query: quoted where it would otherwise fall apart. */
export function quote(value: string): string {
  return /^[^\s"\\()]+$/.test(value) && !/^(AND|OR|NOT|-.*)$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`
}
