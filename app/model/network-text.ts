/** True for an IPv4 address in dotted decimal or an IPv6 address (RFC 4291 section 2.2, no zone). */
export function isAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text)
}

/** True for an address with a prefix length that fits it: `10.0.0.0/8`, `2001:db8::/32`. */
export function isNetwork(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/')
  if (more.length > 0 || !/^\d{1,3}$/.test(bits)) return false
  return isIpv4(address) ? Number(bits) <= 32 : isIpv6(address) && Number(bits) <= 128
}

function isIpv4(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)
}

function isIpv6(text: string): boolean {
  const [head = '', tail, ...more] = text.split('::')
  if (more.length > 0 || !text.includes(':')) return false
  const groups = [...groupsOf(head), ...groupsOf(tail ?? '')]
  const last = groups.at(-1) ?? ''
  const dotted = last.includes('.')
  if (dotted && !isIpv4(last)) return false
  if (!groups.slice(0, dotted ? -1 : undefined).every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false
  const length = groups.length + (dotted ? 1 : 0)
  return tail === undefined ? length === 8 : length <= 7
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':')
}
