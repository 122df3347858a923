import { readFileSync } from 'node:fs'
import { endianness } from 'node:os'
import { formatIpv4, readIpv6 } from '../model/ip-address.ts'

/**
 * Datagrams the kernel dropped on the UDP socket bound to `address` and `port`, since it was opened (Linux:
 * the `drops` column of /proc/net/udp and udp6). `undefined` where the system does not say.
 */
export function readKernelDrops(address: string, port: number): number | undefined {
  try {
    return sumDrops(readFileSync(address.includes(':') ? '/proc/net/udp6' : '/proc/net/udp', 'utf8'), address, port)
  } catch {
    return undefined
  }
}

/** Sums the `drops` column of the lines whose local address is `address:port`: two sources may share a port on two addresses. */
export function sumDrops(table: string, address: string, port: number, little = endianness() === 'LE'): number {
  const portText = port.toString(16).toUpperCase().padStart(4, '0')
  const [wanted] = address.split('%', 1)
  let sum = 0
  for (const line of table.split('\n')) {
    const columns = line.trim().split(/\s+/)
    const [local = '', localPort] = (columns[1] ?? '').split(':')
    if (localPort === portText && readLocalAddress(local, little) === wanted) sum += Number(columns[12] ?? 0) || 0
  }
  return sum
}

/** One or four 32-bit words as this machine holds them, in hexadecimal (Linux: net/ipv4/udp.c, `udp4_format_sock`). */
function readLocalAddress(hexadecimal: string, little: boolean): string | undefined {
  if (hexadecimal.length !== 8 && hexadecimal.length !== 32) return undefined
  const view = new DataView(new ArrayBuffer(16))
  for (let at = 0; at < hexadecimal.length; at += 8) view.setUint32(at / 2, parseInt(hexadecimal.slice(at, at + 8), 16), little)
  return hexadecimal.length === 8 ? formatIpv4(view.getInt32(0)) : readIpv6(view, 0)
}
