import { describe, expect, it } from 'vitest'
import { fillBuckets } from './buckets.ts'

describe('buckets of a histogram', () => {
  it('are filled where nothing was counted', () => {
    const { times, rows } = fillBuckets([{ time: 20, count: 3 }], { from: 5, to: 45, interval: 10 })
    expect(times).toEqual([0, 10, 20, 30, 40])
    expect(rows.map((row) => row?.count)).toEqual([undefined, undefined, 3, undefined, undefined])
  })
  it('take their bounds from what there is when there are none', () => {
    expect(fillBuckets([{ time: 30 }, { time: 10 }], { interval: 10 }).times).toEqual([10, 20, 30])
    expect(fillBuckets([], { interval: 10 }).times).toEqual([])
  })
  it('are bounded, however long the range', () => {
    expect(fillBuckets([{ time: 0 }], { from: 0, to: 1e12, interval: 1_000 }).times).toHaveLength(2_000)
  })
})
