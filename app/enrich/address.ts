/** An address as numbers: IPv4 as one unsigned 32-bit word, IPv6 as four. */
export type Address = { kind: 'ipv4'; word: number } | { kind: 'ipv6'; words: readonly [number, number, number, number] }

/**
 * Reads an address, by hand since it is on the path of every record (a library took 10 µs for IPv6). An IPv4-mapped IPv6
 * address is IPv4; a zone (`%eth0`) is passed over.
 */
export function parseAddress(text: string): Address | undefined {
  const word = parseIpv4(text)
  if (word !== undefined) return { kind: 'ipv4', word }
  const words = parseIpv6(text)
  if (words === undefined) return undefined
  return words[0] === 0 && words[1] === 0 && words[2] === 0xffff ? { kind: 'ipv4', word: words[3] } : { kind: 'ipv6', words }
}

/** Groups of hexadecimal digits, `::` for zeros, the last two groups perhaps as IPv4 (RFC 4291 section 2.2). */
function parseIpv6(text: string): [number, number, number, number] | undefined {
  const zone = text.indexOf('%')
  const end = zone === -1 ? text.length : zone
  const groups: number[] = []
  let gap = -1
  let at = 0
  if (text.startsWith('::')) {
    gap = 0
    at = 2
  }
  while (at < end) {
    if (groups.length === 8) return undefined
    const start = at
    let group = 0
    for (let digit = hexDigit(text.charCodeAt(at)); at < end && digit >= 0; digit = hexDigit(text.charCodeAt(at))) {
      group = group * 16 + digit
      at += 1
    }
    if (text.charCodeAt(at) === 46 && at < end) {
      const word = parseIpv4(text.slice(start, end))
      if (word === undefined) return undefined
      groups.push(word >>> 16, word & 0xffff)
      break
    }
    if (at === start || at - start > 4) return undefined
    groups.push(group)
    if (at === end) break
    if (text.charCodeAt(at) !== colon || at + 1 === end) return undefined
    at += 1
    if (text.charCodeAt(at) === colon) {
      if (gap !== -1) return undefined
      gap = groups.length
      at += 1
    }
  }
  if (groups.length > 8 || (gap === -1 ? groups.length !== 8 : groups.length === 8)) return undefined
  if (gap !== -1) groups.splice(gap, 0, ...Array<number>(8 - groups.length).fill(0))
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups
  return [join(a, b), join(c, d), join(e, f), join(g, h)]
}

const colon = 58

/** −1 for what is none, NaN (the end of the text) too. */
function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  const lower = code | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}

function join(high: number, low: number): number {
  return ((high << 16) | low) >>> 0
}

/** Dotted decimal, four parts of at most three digits; `undefined` for anything else. */
export function parseIpv4(text: string): number | undefined {
  let word = 0
  let part = 0
  let digits = 0
  let dots = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 46) {
      if (digits === 0 || dots === 3) return undefined
      word = word * 256 + part
      part = 0
      digits = 0
      dots += 1
    } else if (code >= 48 && code <= 57 && digits < 3) {
      part = part * 10 + code - 48
      digits += 1
      if (part > 255) return undefined
    } else return undefined
  }
  return dots === 3 && digits > 0 ? word * 256 + part : undefined
}
