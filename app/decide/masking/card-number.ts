import { cardDigits } from './trigger-automaton.ts'
import {
  backslash,
  colon,
  dash,
  dot,
  doubleQuote,
  isAlphanumeric,
  isBlank,
  isDigit,
  skipBack,
  skipWhile,
  space,
  underscore,
} from './byte-scan.ts'
import { secret, type SecretMatch } from './secret-match.ts'

/** First digits (ranges) → how many digits such a number has. From the issuers' own lists (ISO/IEC 7812). */
const issuers: readonly { from: string; to: string; lengths: readonly number[] }[] = [
  { from: '4', to: '4', lengths: [13, 16, 18, 19] }, // Visa
  { from: '51', to: '55', lengths: [16] }, // Mastercard
  { from: '2221', to: '2720', lengths: [16] }, // Mastercard
  { from: '34', to: '34', lengths: [15] }, // American Express
  { from: '37', to: '37', lengths: [15] },
  { from: '6011', to: '6011', lengths: [16, 19] }, // Discover
  { from: '644', to: '649', lengths: [16, 19] },
  { from: '65', to: '65', lengths: [16, 19] },
  { from: '300', to: '305', lengths: [14, 16, 19] }, // Diners Club
  { from: '36', to: '36', lengths: [14, 16, 19] },
  { from: '38', to: '39', lengths: [14, 16, 19] },
  { from: '3528', to: '3589', lengths: [16, 17, 18, 19] }, // JCB
  { from: '62', to: '62', lengths: [16, 17, 18, 19] }, // UnionPay
  { from: '5018', to: '5018', lengths: [13, 14, 15, 16, 17, 18, 19] }, // Maestro
  { from: '5020', to: '5020', lengths: [13, 14, 15, 16, 17, 18, 19] },
  { from: '5038', to: '5038', lengths: [13, 14, 15, 16, 17, 18, 19] },
  { from: '5893', to: '5893', lengths: [13, 14, 15, 16, 17, 18, 19] },
  { from: '6304', to: '6304', lengths: [13, 14, 15, 16, 17, 18, 19] },
  { from: '6759', to: '6763', lengths: [13, 14, 15, 16, 17, 18, 19] },
  { from: '2200', to: '2204', lengths: [16, 17, 18, 19] }, // Mir
]

/** How numbers are written in groups; other groups of digits are times, amounts and identifiers. */
const groupings = ['4-4-4-4', '4-6-5', '4-6-4', '4-4-4-4-3', '6-13', '4-4-5', '4-3-3-3']
const mostGroups = 5

/**
 * Where 13 digits have come one after the other (each with at most one space or dash before it): the first number in that
 * run that an issuer could have given out and whose check digit is right. It is never a part of a longer one.
 */
export function matchCardNumber(bytes: Uint8Array, _from: number, to: number, floor: number): SecretMatch {
  let at = findRunStart(bytes, to, floor)
  const groups: Group[] = []
  for (;;) {
    const end = skipWhile(bytes, at, isDigit)
    if (end > at) groups.push({ from: at, to: end })
    const goesOn = isSeparator(bytes[end]) && isDigit(bytes[end + 1])
    if (groups.length >= mostGroups || !goesOn) {
      // A number that begins in a later group is looked for when the groups before it have been looked at.
      while (groups.length > 0 && (!goesOn || groups.length >= mostGroups)) {
        const found = findNumber(bytes, groups)
        if (found !== undefined) return found
        groups.shift()
      }
    }
    if (!goesOn) return { kind: 'none', until: end }
    at = end + 1
  }
}

interface Group {
  from: number
  to: number
}

/** The longest number that begins with the first group. */
function findNumber(bytes: Uint8Array, groups: readonly Group[]): SecretMatch | undefined {
  const first = groups[0] as Group
  const size = first.to - first.from
  if (size !== 4 && size !== 6 && size < cardDigits) return undefined
  for (let count = groups.length; count >= 1; count -= 1) {
    const taken = groups.slice(0, count)
    const last = taken.at(-1) as Group
    const sizes = taken.map(({ from, to }) => to - from).join('-')
    if (count > 1 && (!groupings.includes(sizes) || !hasOneSeparator(bytes, taken))) continue
    if (last.to - first.from > 19 + mostGroups) continue
    if (!isApart(bytes, first.from, last.to) || !isCardNumber(readDigits(bytes, first.from, last.to))) continue
    return secret(first.from, last.to, quoteOfKey(bytes, first.from))
  }
  return undefined
}

/** A number after `"key":` is a value of JSON, and what takes its place must be one: quoted as the key is. */
function quoteOfKey(bytes: Uint8Array, from: number): string | undefined {
  const colonAt = skipBack(bytes, from, isBlank, 8) - 1
  const quoteAt = skipBack(bytes, colonAt, isBlank, 8) - 1
  if (bytes[colonAt] !== colon || bytes[quoteAt] !== doubleQuote) return undefined
  const quote = `${'\\'.repeat(quoteAt - skipBack(bytes, quoteAt, (byte) => byte === backslash, 32))}"`
  return `${quote}***${quote}`
}

function hasOneSeparator(bytes: Uint8Array, groups: readonly Group[]): boolean {
  return new Set(groups.slice(1).map(({ from }) => bytes[from - 1])).size === 1
}

/** Not within a word, a hexadecimal text or a fraction. */
function isApart(bytes: Uint8Array, from: number, to: number): boolean {
  const before = bytes[from - 1]
  const after = bytes[to]
  if (isAlphanumeric(before) || isAlphanumeric(after) || before === underscore || after === underscore) return false
  return !(before === dot && isDigit(bytes[from - 2])) && !(after === dot && isDigit(bytes[to + 1]))
}

export function isCardNumber(digits: string): boolean {
  const fits = issuers.some(({ from, to, lengths }) => {
    const prefix = digits.slice(0, from.length)
    return prefix >= from && prefix <= to && lengths.includes(digits.length)
  })
  return fits && hasCheckDigit(digits)
}

/** Luhn: ISO/IEC 7812-1 annex B. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

function readDigits(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to).filter((byte) => isDigit(byte)))
}

/** 13 digits back, and the separators between them. */
function findRunStart(bytes: Uint8Array, to: number, floor: number): number {
  const lowest = Math.max(floor, to - 2 * cardDigits + 1)
  let index = to
  while (index > lowest && (isDigit(bytes[index - 1]) || (isSeparator(bytes[index - 1]) && isDigit(bytes[index - 2])))) index -= 1
  return isDigit(bytes[index]) ? index : index + 1
}

function isSeparator(byte: number | undefined): boolean {
  return byte === space || byte === dash
}
