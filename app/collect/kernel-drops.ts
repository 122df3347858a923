import { readFileSync } from 'node:fs'

/**
 * Datagrams the kernel dropped on the UDP sockets of `port`, since they were opened (Linux:
 * the `drops` column of /proc/net/udp and udp6). `undefined` where the system does not say.
 */
export function readKernelDrops(port: number): number | undefined {
  let total: number | undefined
  for (const file of ['/proc/net/udp', '/proc/net/udp6']) {
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch {
      continue
    }
    total = (total ?? 0) + sumDrops(text, port)
  }
  return total
}

/** Sums the `drops` column of the lines whose local port is `port` (written in hexadecimal after the address). */
export function sumDrops(table: string, port: number): number {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  let sum = 0
  for (const line of table.split('\n')) {
    const columns = line.trim().split(/\s+/)
    if (columns[1]?.endsWith(suffix)) sum += Number(columns[12] ?? 0) || 0
  }
  return sum
}
