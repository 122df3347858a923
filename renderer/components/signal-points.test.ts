import { describe, expect, it } from 'vitest'
import { columnsOf, formatExact, formatValue, nearestPoint, rangeOf, sayBand, warmingRuns, type ChartPoint } from './signal-points.ts'

const point = (ts: number, value: number, part: Partial<ChartPoint> = {}): ChartPoint => ({
  ts,
  value,
  lower: null,
  upper: null,
  warming: false,
  ...part,
})

describe('columns', () => {
  it('break where the signal was silent', () => {
    const [times, uppers, lowers, values] = columnsOf([point(1000, 1, { lower: 0, upper: 2 }), point(2000, 2), point(9000, 3)], 3000)
    expect(times).toEqual([1, 2, 5.5, 9])
    expect(values).toEqual([1, 2, null, 3])
    expect(uppers).toEqual([2, null, null, null])
    expect(lowers).toEqual([0, null, null, null])
  })
})

describe('the value axis', () => {
  it('holds every value, and a band only as far as values stay readable', () => {
    const [bottom, top] = rangeOf([point(1, 100, { lower: -1e9, upper: 1e9 }), point(2, 110)])
    expect(bottom).toBeLessThan(100)
    expect(top).toBeGreaterThan(110)
    expect(top - bottom).toBeLessThan(50)
  })

  it('begins at nothing where that costs little, and is there for nothing at all', () => {
    expect(rangeOf([point(1, 5), point(2, 10)])[0]).toBe(0)
    expect(rangeOf([point(1, 1000), point(2, 1010)])[0]).toBeGreaterThan(900)
    expect(rangeOf([])).toEqual([0, 1])
    const [bottom, top] = rangeOf([point(1, 7)])
    expect(bottom < 7 && top > 7).toBe(true)
  })
})

describe('points', () => {
  it('are found by the time next to them', () => {
    const points = [point(10, 1), point(20, 2), point(40, 3)]
    expect([0, 14, 16, 31, 99].map((ts) => nearestPoint(points, ts)?.value)).toEqual([1, 1, 2, 3, 3])
    expect(nearestPoint([], 1)).toBeUndefined()
  })

  it('know where an engine was warming up', () => {
    const warm = { warming: true }
    expect(warmingRuns([point(1, 0, warm), point(2, 0, warm), point(3, 0), point(4, 0, warm)])).toEqual([
      { from: 1, to: 2 },
      { from: 4, to: 4 },
    ])
  })

  it('are said in as many figures as are wanted', () => {
    expect([0, 0.01234, 1.5, 123.456, 1234, 0.00001].map(formatValue)).toEqual(['0', '0.012', '1.5', '123', '1.23 k', '1.0e-5'])
    expect(formatExact(1234567.891234)).toBe('1 234 567.891')
    expect(formatExact(-12)).toBe('-12')
    expect(sayBand(null, null)).toBeUndefined()
    expect(sayBand(1, 2)).toBe('1 – 2')
    expect(sayBand(null, 2)).toBe('up to 2')
  })
})
