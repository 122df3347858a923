import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { copyState } from './state.ts'
import { TimeBuckets, type TimeBucketsState } from './time-buckets.ts'

const start = Date.UTC(2026, 2, 1, 8)

describe('time buckets', () => {
  it('counts what lies within the window before a time, to one bucket', () => {
    const weights = fc.array(fc.record({ at: fc.integer({ min: 0, max: 500_000 }), weight: fc.integer({ min: 1, max: 5 }) }), {
      maxLength: 200,
    })
    fc.assert(
      fc.property(weights, (added) => {
        const width = 10_000
        const buckets = new TimeBuckets(width)
        for (const { at, weight } of added) buckets.add(start + at, weight)
        const time = start + 500_000
        const exact = (from: number, to: number) =>
          added.filter(({ at }) => at > from && at <= to).reduce((sum, { weight }) => sum + weight, 0)
        const sum = buckets.sum(time, 300_000)
        expect(sum).toBeGreaterThanOrEqual(exact(200_000 + width, 500_000))
        expect(sum).toBeLessThanOrEqual(exact(200_000 - width, 500_000 + width))
      }),
    )
  })

  it('is not disturbed by records from 1970 or from tomorrow', () => {
    const buckets = new TimeBuckets(10_000)
    for (let n = 0; n < 30; n += 1) {
      buckets.add(start + n * 10_000, 1)
      buckets.add(n * 10_000, 1)
      buckets.add(start + 86_400_000 + n, 1)
    }
    expect(buckets.sum(start + 290_000, 300_000)).toBe(30)
    expect(buckets.first(start + 290_000, 300_000)).toBe(start)
  })

  it('stays small whatever times come', () => {
    const buckets = new TimeBuckets(10_000)
    for (let n = 0; n < 10_000; n += 1) buckets.add((n * 7919 * 10_000) % 1e12, 1)
    expect(buckets.size).toBeLessThanOrEqual(64)
  })

  it('goes on from a snapshot as if nothing had happened', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000_000 }), { maxLength: 300 }), fc.nat(300), (times, cut) => {
        const through = new TimeBuckets(10_000)
        let resumed = new TimeBuckets(10_000)
        for (const [at, time] of times.entries()) {
          if (at === cut) resumed = TimeBuckets.from(copyState(resumed) as TimeBucketsState)
          through.add(time, 1)
          resumed.add(time, 1)
        }
        expect(copyState(resumed)).toEqual(copyState(through))
      }),
    )
  })
})
