import { formatNumber } from './wording.ts'

const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']

/** Decimal units, as network figures are given: `512 bytes`, `35 MB`, `2.1 GB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${formatNumber(value)} ${units[unit]}`
}
