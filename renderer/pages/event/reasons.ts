import type { Reason } from '../../../app/model/observation.ts'
import { formatBytes, formatCount } from '../../format.ts'

/** A measured number with its unit as people write it; a count needs none. */
export function writeMeasure(value: Reason['value'], unit: string | undefined): string {
  if (typeof value === 'number' && unit === 'bytes') return formatBytes(value)
  const number = typeof value === 'number' ? writeNumber(value) : String(value)
  const sign = unit === undefined ? '' : (signs[unit] ?? unit)
  return sign === '' ? number : `${number} ${sign}`
}

/** Four digits tell enough; of a thousand and more, what follows the point tells nothing. */
function writeNumber(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 1000 ? formatCount(value) : String(Number(value.toPrecision(4)))
}

const signs: Record<string, string> = { count: '', ratio: '', probability: '', score: '', seconds: 's', days: 'd', milliseconds: 'ms' }
