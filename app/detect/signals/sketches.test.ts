import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DistinctSketch } from './distinct-sketch.ts'
import { QuantileSketch } from './quantile-sketch.ts'

describe('how many different values there were', () => {
  it('is exact to 256, whatever comes twice', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 250 }), (values) => {
        const sketch = new DistinctSketch()
        for (const value of [...values, ...values]) sketch.add(value)
        expect(sketch.count()).toBe(new Set(values.map(String)).size)
      }),
    )
  })

  it.each([1000, 20_000, 300_000])('is within 8 % of %i, and no larger for it', (count) => {
    const sketch = new DistinctSketch()
    for (let n = 0; n < count; n += 1) sketch.add(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`)
    expect(Math.abs(sketch.count() / count - 1)).toBeLessThan(0.08)
    expect(JSON.stringify(sketch).length).toBeLessThan(2100)
    const again = new DistinctSketch(JSON.parse(JSON.stringify(sketch)))
    expect(again.count()).toBe(sketch.count())
  })
})

describe('quantiles', () => {
  it('are exact, with linear interpolation, while there are few values', () => {
    const sketch = new QuantileSketch()
    for (const value of [10, 1, 3]) sketch.add(value)
    expect([0, 0.25, 0.5, 0.75, 1].map((share) => sketch.quantile(share))).toEqual([1, 2, 3, 6.5, 10])
    expect(new QuantileSketch().quantile(0.5)).toBeUndefined()
  })

  it('are within 1 % of a value of that rank beyond that, of either sign, in bounded memory', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
    fc.assert(
      fc.property(fc.array(finite, { minLength: 150, maxLength: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const sketch = new QuantileSketch()
        for (const value of values) sketch.add(value)
        const sorted = values.toSorted((a, b) => a - b)
        const truth = sorted[Math.floor(share * (values.length - 1))]!
        expect(Math.abs(sketch.quantile(share)! - truth)).toBeLessThanOrEqual(Math.abs(truth) * 0.0101 + 1e-11)
        const again = new QuantileSketch(JSON.parse(JSON.stringify(sketch)))
        expect(again.quantile(share)).toBe(sketch.quantile(share))
      }),
      { numRuns: 100 },
    )
    const wide = new QuantileSketch()
    for (let n = 0; n < 100_000; n += 1) wide.add(10 ** ((n % 300) - 150))
    expect(JSON.stringify(wide).length).toBeLessThan(50_000)
  })
})
