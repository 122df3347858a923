import type { ParseFailure } from './query-language.ts'

/** One condition as it is written, its quotes taken off. */
export interface Token {
  /** The whole of it, without the sign. */
  text: string
  /** Index of its first character in the query. */
  at: number
  /** Written with a minus sign before it. */
  negated: boolean
  /** What stands before the first colon outside quotes, if there is one. */
  field?: string
  /** What follows that colon. */
  value: string
  /** The whole was in quotes. */
  quoted: boolean
  /** The value was in quotes: no star or bracket in it means anything. */
  quotedValue: boolean
  /** Some part was in quotes. */
  quotes: boolean
}

const bracketed = /^[[{][^\]}"]*\sTO\s[^\]}"]*[\]}]/

/** Splits at white space outside quotes and ranges. A backslash inside quotes takes the next character as it is. */
export function readTokens(query: string): Token[] | ParseFailure {
  const tokens: Token[] = []
  let at = 0
  while (at < query.length) {
    if (/\s/.test(query[at]!)) {
      at += 1
      continue
    }
    const read = readToken(query, at)
    if ('kind' in read) return read
    tokens.push(read.token)
    at = read.end
  }
  return tokens
}

function readToken(query: string, start: number): { token: Token; end: number } | ParseFailure {
  let at = start
  const negated = query[at] === '-' && at + 1 < query.length && !/\s/.test(query[at + 1]!)
  if (negated) at += 1
  const token: Token = { text: '', at: start, negated, value: '', quoted: false, quotedValue: false, quotes: false }
  let valueFrom = 0
  let bare = 0
  let bareInValue = 0
  let quotes = 0
  while (at < query.length && !/\s/.test(query[at]!)) {
    // A quote opens at the beginning of a part or of a wildcard's piece; elsewhere it is a character like any other.
    const before = token.text.at(-1)
    const opens = query[at] === '"' && (before === undefined || before === '*' || (before === ':' && token.field !== undefined))
    if (opens) {
      const end = readQuoted(query, at)
      if (end === undefined) return { kind: 'failed', message: 'This quotation mark is not closed.', position: at }
      token.text += query.slice(at + 1, end).replace(/\\(.)/gs, '$1')
      quotes += 1
      at = end + 1
      continue
    }
    const range = token.field !== undefined && token.text.length === valueFrom ? bracketed.exec(query.slice(at)) : null
    const piece = range?.[0] ?? query[at]!
    token.text += piece
    at += piece.length
    bare += 1
    if (token.field !== undefined) bareInValue += 1
    else if (piece === ':' && quotes === 0 && token.text.length > 1) {
      token.field = token.text.slice(0, -1)
      valueFrom = token.text.length
    }
  }
  token.value = token.text.slice(valueFrom)
  token.quoted = quotes > 0 && bare === 0
  token.quotes = quotes > 0
  token.quotedValue = quotes > 0 && bareInValue === 0
  return { token, end: at }
}

/** Index of the closing mark. */
function readQuoted(query: string, open: number): number | undefined {
  for (let at = open + 1; at < query.length; at += 1) {
    if (query[at] === '\\') at += 1
    else if (query[at] === '"') return at
  }
  return undefined
}
