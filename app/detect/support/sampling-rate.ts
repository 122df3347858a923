import type { Fields } from '../../model/fields.ts'

/** One packet in so many was looked at: the bytes stand for as many times as much. */
export function samplingRateOf(fields: Fields): number {
  const rate = fields['netflow.sampling_rate']
  return rate !== undefined && rate > 1 ? rate : 1
}
