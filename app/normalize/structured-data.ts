import { isDigit, leftBracket, quote, rightBracket, space } from './text-scan.ts'

export type StructuredData =
  | { kind: 'read'; json: string; end: number }
  /** `json` holds the elements and parameters that were complete. */
  | { kind: 'failed'; json: string | undefined; message: string }

type Parameters = Map<string, string | string[]>

const backslash = 92
const equals = 61
/** Longest SD-NAME (RFC 5424 section 6.3.2). */
const longestName = 32

/**
 * Elements from `[` on (RFC 5424 section 6.3), as JSON text `{"id":{"name":"value"}}`; a parameter given twice
 * becomes a list. Escapes are undone as section 6.3.3 says; an invalid one stays as it is written.
 */
export function readStructuredData(text: string, at: number): StructuredData {
  const elements = new Map<string, Parameters>()
  let index = at
  const failed = (message: string): StructuredData => ({
    kind: 'failed',
    json: elements.size === 0 ? undefined : toJson(elements),
    message,
  })
  while (text.charCodeAt(index) === leftBracket) {
    const nameEnd = readName(text, index + 1)
    const after = text.charCodeAt(nameEnd)
    if (nameEnd === index + 1 || (after !== space && after !== rightBracket)) return failed('an SD-ID is missing or too long')
    const id = text.slice(index + 1, nameEnd)
    if (elements.has(id)) return failed(`the element ${id} appears twice`)
    const parameters: Parameters = new Map()
    elements.set(id, parameters)
    index = nameEnd
    while (text.charCodeAt(index) === space) {
      const end = readParameter(text, index + 1, parameters)
      if (end === -1) return failed(`a parameter of ${id} is malformed`)
      index = end
    }
    if (text.charCodeAt(index) !== rightBracket) return failed(`the element ${id} is not closed`)
    index += 1
  }
  return { kind: 'read', json: toJson(elements), end: index }
}

/** Reads `name="value"`; the index after it, or −1. Kept only when what follows closes it properly. */
function readParameter(text: string, at: number, parameters: Parameters): number {
  const nameEnd = readName(text, at)
  if (nameEnd === at || text.charCodeAt(nameEnd) !== equals) return -1
  const name = text.slice(at, nameEnd)
  let end: number
  let value: string
  if (text.charCodeAt(nameEnd + 1) === quote) {
    end = findValueEnd(text, nameEnd + 2)
    if (end === -1) return -1
    value = unescape(text.slice(nameEnd + 2, end))
    end += 1
  } else {
    // Some routers leave the quotes out (`[meta sequenceId=10]`).
    end = nameEnd + 1
    while (isBareValue(text.charCodeAt(end))) end += 1
    if (end === nameEnd + 1) return -1
    value = text.slice(nameEnd + 1, end)
  }
  const next = text.charCodeAt(end)
  if (next !== space && next !== rightBracket) return -1
  const before = parameters.get(name)
  if (before === undefined) parameters.set(name, value)
  else if (typeof before === 'string') parameters.set(name, [before, value])
  else before.push(value)
  return end
}

/** Index of the closing quote; −1 at an unescaped `]` or the end. */
function findValueEnd(text: string, at: number): number {
  for (let index = at; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === quote) return index
    if (code === rightBracket) return -1
    if (code === backslash && isEscapable(text.charCodeAt(index + 1))) index += 1
  }
  return -1
}

function unescape(value: string): string {
  return value.includes('\\') ? value.replace(/\\(["\\\]])/g, '$1') : value
}

function isEscapable(code: number): boolean {
  return code === quote || code === backslash || code === rightBracket
}

/** Index after the SD-NAME at `at`: 1 to 32 printable ASCII characters without `=`, space, `]` and `"`. */
function readName(text: string, at: number): number {
  let index = at
  while (index - at < longestName && isNameCharacter(text.charCodeAt(index))) index += 1
  return index
}

function isNameCharacter(code: number): boolean {
  return code > 32 && code < 127 && code !== equals && code !== rightBracket && code !== quote
}

function isBareValue(code: number): boolean {
  return isDigit(code) || (isNameCharacter(code) && code !== leftBracket)
}

function toJson(elements: Map<string, Parameters>): string {
  const parts: string[] = []
  for (const [id, parameters] of elements) {
    const pairs: string[] = []
    for (const [name, value] of parameters) pairs.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`)
    parts.push(`${JSON.stringify(id)}:{${pairs.join(',')}}`)
  }
  return `{${parts.join(',')}}`
}
