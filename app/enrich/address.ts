import ipaddr from 'ipaddr.js'

/** An address as numbers: IPv4 as one unsigned 32-bit word, IPv6 as four. */
export type Address = { kind: 'ipv4'; word: number } | { kind: 'ipv6'; words: readonly [number, number, number, number] }

/** Reads an address; IPv4 by hand, since it is on the path of every record. An IPv4-mapped IPv6 address is IPv4. */
export function parseAddress(text: string): Address | undefined {
  const word = parseIpv4(text)
  if (word !== undefined) return { kind: 'ipv4', word }
  if (!text.includes(':')) return undefined
  try {
    const parsed = ipaddr.IPv6.parse(text)
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = parsed.parts
    const words = [join(a, b), join(c, d), join(e, f), join(g, h)] as const
    return words[0] === 0 && words[1] === 0 && words[2] === 0xffff ? { kind: 'ipv4', word: words[3] } : { kind: 'ipv6', words }
  } catch {
    return undefined
  }
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

/** Compares IPv6 words as one number of 128 bits. */
export function compareWords(left: readonly number[], right: readonly number[]): number {
  for (let at = 0; at < 4; at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
