import { isAddress } from './network-text.ts'

/** What is known of where a request came from, and who is believed. */
export interface ClientEvidence {
  /** The connection's other end. */
  peer: string | null | undefined
  /** `X-Forwarded-For` as received. */
  forwarded_for: string | null | undefined
  /** Whether an address is a proxy of ours. Left out: there are none, and only `believe_first` looks at the header. */
  isTrusted?: (address: string) => boolean
  /** Takes the first value of the header from anyone. A client writes there what it likes; proxies only append. */
  believe_first: boolean
}

/**
 * Whose request it is. With trusted proxies: the right-most address that is none of them, since every proxy appends whom
 * it heard from, and whatever stands further left is hearsay. Text that is no address ends the walk at the last hop known.
 */
export function findClient({ peer, forwarded_for, isTrusted, believe_first }: ClientEvidence): string | undefined {
  const near = readHop(peer ?? '')
  const hops = (forwarded_for ?? '').trim()
  if (hops === '') return near || undefined
  if (isTrusted !== undefined) return walk(near, hops, isTrusted) || undefined
  if (!believe_first) return near || undefined
  const comma = hops.indexOf(',')
  return readHop(comma === -1 ? hops : hops.slice(0, comma)) || undefined
}

function walk(near: string, hops: string, isTrusted: (address: string) => boolean): string {
  let client = near
  let end = hops.length
  while (end >= 0 && client !== '' && isTrusted(client)) {
    const comma = end === 0 ? -1 : hops.lastIndexOf(',', end - 1)
    const hop = readHop(hops.slice(comma + 1, end))
    if (!isAddress(hop)) break
    client = hop
    end = comma
  }
  return client
}

/** Without the port that some proxies append (`192.0.2.1:4711`, `[2001:db8::1]:4711`); an IPv4-mapped address as IPv4 (RFC 4291 section 2.5.5.2). */
export function readHop(text: string): string {
  const hop = text.trim()
  if (hop.startsWith('[')) {
    const end = hop.indexOf(']')
    return end === -1 ? hop : hop.slice(1, end)
  }
  if (/^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(hop)) return hop.slice(7)
  const port = hop.indexOf(':')
  return port !== -1 && port === hop.lastIndexOf(':') && hop.includes('.') ? hop.slice(0, port) : hop
}
