/** Reading text as bytes: nothing is decoded to look for secrets, so any encoding, and none, goes through unharmed. */

export const tab = 9
export const space = 32
export const doubleQuote = 34
export const percent = 37
export const apostrophe = 39
export const asterisk = 42
export const dash = 45
export const dot = 46
export const slash = 47
export const colon = 58
export const equalsSign = 61
export const backslash = 92
export const underscore = 95
export const backtick = 96

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57
}

export function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && (byte | 32) >= 97 && (byte | 32) <= 122
}

export function isAlphanumeric(byte: number | undefined): boolean {
  return isDigit(byte) || isLetter(byte)
}

/** RFC 4648 section 5. */
export function isBase64Url(byte: number | undefined): boolean {
  return isAlphanumeric(byte) || byte === dash || byte === underscore
}

/** What a key is made of, in any of the ways of writing one. */
export function isKeyByte(byte: number | undefined): boolean {
  return isBase64Url(byte) || byte === dot
}

/** A space, or anything that ends a line or a word; not the end of the message. */
export function isBlank(byte: number | undefined): boolean {
  return byte !== undefined && byte <= space
}

export function isQuote(byte: number | undefined): boolean {
  return byte === doubleQuote || byte === apostrophe || byte === backtick
}

/** Whether `word` (in lower case) stands at `at`, in any case. */
export function startsWith(bytes: Uint8Array, at: number, word: string): boolean {
  if (at < 0 || at + word.length > bytes.length) return false
  for (let index = 0; index < word.length; index += 1) {
    const byte = bytes[at + index]
    const wanted = word.charCodeAt(index)
    if (byte !== wanted && !(isLetter(wanted) && isLetter(byte) && ((byte as number) | 32) === wanted)) return false
  }
  return true
}

/** Index after the bytes from `at` on that `test` accepts, `most` at most. */
export function skipWhile(bytes: Uint8Array, at: number, test: (byte: number | undefined) => boolean, most = Infinity): number {
  const end = Math.min(bytes.length, at + most)
  let index = at
  while (index < end && test(bytes[index])) index += 1
  return index
}

/** Index at which `stops` holds, or the end. */
export function skipUntil(bytes: Uint8Array, at: number, stops: (index: number) => boolean): number {
  let index = at
  while (index < bytes.length && !stops(index)) index += 1
  return index
}

/** Index of the first of the bytes before `at` that `test` accepts, `most` at most. */
export function skipBack(bytes: Uint8Array, at: number, test: (byte: number | undefined) => boolean, most: number): number {
  const begin = Math.max(0, at - most)
  let index = at
  while (index > begin && test(bytes[index - 1])) index -= 1
  return index
}

/** Whether nothing but asterisks stands there: it was masked before, here or where it comes from. */
export function isMasked(bytes: Uint8Array, from: number, to: number): boolean {
  return skipWhile(bytes, from, (byte) => byte === asterisk, to - from) >= to
}
