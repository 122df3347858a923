/** Reading numbers and words out of a string by index: no regular expression, no copy, on the hot path. */

export const space = 32
export const colon = 58
export const dash = 45
export const quote = 34
export const leftBracket = 91
export const rightBracket = 93

/** NaN at the end, so every comparison fails. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

export function isLetter(code: number): boolean {
  const lower = code | 32
  return lower >= 97 && lower <= 122
}

/** Value of exactly `count` digits at `at`, else −1. */
export function readDigits(text: string, at: number, count: number): number {
  let value = 0
  for (let index = at; index < at + count; index += 1) {
    const digit = text.charCodeAt(index) - 48
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}

/** Index after the run of digits at `at`. */
export function skipDigits(text: string, at: number): number {
  let index = at
  while (isDigit(text.charCodeAt(index))) index += 1
  return index
}

export function skipSpaces(text: string, at: number): number {
  let index = at
  while (text.charCodeAt(index) === space) index += 1
  return index
}

/** Index of the next space, or the end. */
export function wordEnd(text: string, at: number): number {
  const end = text.indexOf(' ', at)
  return end === -1 ? text.length : end
}

/** A whole number of at most 15 digits (exact in a double), else undefined. */
export function readInteger(text: string): number | undefined {
  if (text.length === 0 || text.length > 15) return undefined
  const value = readDigits(text, 0, text.length)
  return value === -1 ? undefined : value
}

/** A port number as text, else undefined. */
export function readPort(text: string): number | undefined {
  const port = readInteger(text)
  return port !== undefined && port <= 65535 ? port : undefined
}

/** Whether it is a dotted IPv4 address, or reads like an IPv6 one (its characters; not every group is checked). */
export function looksLikeAddress(text: string): boolean {
  return text.length >= 2 && text.length <= 60 && (isIpv4(text) || looksLikeIpv6(text))
}

function isIpv4(text: string): boolean {
  let dots = 0
  let value = -1
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (isDigit(code)) {
      value = value === -1 ? code - 48 : value * 10 + code - 48
      if (value > 255) return false
    } else if (code === 46 && value !== -1) {
      dots += 1
      value = -1
    } else return false
  }
  return dots === 3 && value !== -1
}

function looksLikeIpv6(text: string): boolean {
  let colons = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === colon) colons += 1
    // A zone index (fe80::1%eth0, RFC 4007) may be any word.
    else if (code === 37) return colons >= 2
    else if (!isDigit(code) && code !== 46 && ((code | 32) < 97 || (code | 32) > 102)) return false
  }
  return colons >= 2
}
