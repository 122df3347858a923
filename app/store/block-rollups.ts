import type { Rollup } from '../model/block.ts'
import { isUnparsed, type TelemetryRecord } from '../model/record.ts'

const minuteLength = 60_000

/** What a `Date` can hold (ECMA-262 section 21.4.1.1): no clock, however wrong, may break the store's order. */
export function boundTime(time: number): number {
  if (time >= -8.64e15 && time <= 8.64e15) return time
  return time > 0 ? 8.64e15 : time < 0 ? -8.64e15 : 0
}

/** Counts records by minute of event time, source and dataset. */
export function countRollups(records: readonly TelemetryRecord[]): Rollup[] {
  const found = new Map<number, Rollup[]>()
  const all: Rollup[] = []
  let rollup: Rollup | undefined
  for (const record of records) {
    const minute = Math.floor(boundTime(record.time) / minuteLength)
    const dataset = String(record.fields['event.dataset'] ?? '')
    if (rollup === undefined || rollup.minute !== minute || rollup.source !== record.source || rollup.dataset !== dataset) {
      let ofMinute = found.get(minute)
      if (ofMinute === undefined) {
        ofMinute = []
        found.set(minute, ofMinute)
      }
      const { source } = record
      rollup = ofMinute.find((one) => one.source === source && one.dataset === dataset)
      if (rollup === undefined) {
        rollup = { minute, source, dataset, count: 0, unparsed: 0, bytes: 0 }
        ofMinute.push(rollup)
        all.push(rollup)
      }
    }
    rollup.count += 1
    rollup.bytes += record.raw.length
    if (isUnparsed(record)) rollup.unparsed += 1
  }
  return all
}
