/** Private, loopback and link-local by their text (RFC 1918, RFC 4193, RFC 4291): where no enricher told the direction. */
export function isPrivateAddress(address: string): boolean {
  if (address.includes(':')) return /^(f[cd]|fe[89ab]|::1$)/i.test(address)
  if (address.startsWith('10.') || address.startsWith('192.168.') || address.startsWith('127.') || address.startsWith('169.254.'))
    return true
  if (!address.startsWith('172.')) return false
  const second = Number(address.slice(4, address.indexOf('.', 4)))
  return second >= 16 && second <= 31
}

/**
 * Multicast and broadcast, by text: nobody answers for such an address, so a packet to it says nothing of its sender. An IPv4
 * address that ends in 255 is taken for its subnet's broadcast.
 */
export function isSharedAddress(address: string): boolean {
  const first = address.charCodeAt(0)
  if (first === 102 || first === 70) return address.charCodeAt(1) === first
  if (address.endsWith('.255')) return true
  return first === 50 && address.charCodeAt(3) === 46 && Number(address.slice(0, 3)) >= 224
}
