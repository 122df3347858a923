import { describe, expect, test } from 'vitest'
import { limitFor } from './changepoint.ts'
import { anomaliesOf, createNamed, judge } from './testing/run-engine.ts'
import { Dice } from './testing/signals.ts'

const normals = (seed: number, count: number, centre = 0, deviation = 1) => {
  const dice = new Dice(seed)
  return Array.from({ length: count }, () => centre + deviation * dice.normal())
}
const seeds = [1, 2, 3, 4, 5, 6, 7, 8]

describe('a lasting change is told once, soon after it began', () => {
  test.each([
    ['of level, one deviation', 1, 1, 40],
    ['of level, three deviations', 3, 1, 10],
    ['downward', -2, 1, 15],
    ['of spread, threefold', 0, 3, 30],
  ])('%s', (_, centre, deviation, patience) => {
    const delays = seeds.flatMap((seed) => {
      const values = [...normals(seed, 400), ...normals(seed + 100, 60, centre, deviation)]
      return anomaliesOf(judge(createNamed('changepoint'), values))
        .filter((index) => index >= 400)
        .slice(0, 1)
    })
    expect(delays.length).toBeGreaterThanOrEqual(7)
    const typical = delays.sort((a, b) => a - b)[Math.floor(delays.length / 2)]! - 400
    expect(typical).toBeLessThan(patience)
  })
})

test('one outlier is no change', () => {
  for (const seed of seeds) {
    const values = normals(seed, 300)
    values[200] = 40
    expect(anomaliesOf(judge(createNamed('changepoint', { average_run_length: 1e6 }), values))).toEqual([])
  }
})

test('false alarms are about as rare as asked for', () => {
  const count = seeds.reduce(
    (sum, seed) => sum + anomaliesOf(judge(createNamed('changepoint', { average_run_length: 1000 }), normals(seed, 10_000))).length,
    0,
  )
  expect(80_000 / count).toBeGreaterThan(500)
  expect(80_000 / count).toBeLessThan(2000)
})

// Published: a one-sided chart with k = 0.5 and h = 4 runs 336 values (Montgomery, Introduction to Statistical Quality Control).
test('the limit is Siegmund’s', () => {
  expect(limitFor(336, 0.5)).toBeCloseTo(4, 1)
  expect(limitFor(930, 0.5)).toBeCloseTo(5, 1)
})

test('the new level is learnt, and the way back is a change as well', () => {
  const values = [...normals(1, 200), ...normals(2, 200, 6), ...normals(3, 200)]
  const found = anomaliesOf(judge(createNamed('changepoint'), values))
  expect(found.filter((index) => index < 200 || (index > 230 && index < 400))).toEqual([])
  expect(found.some((index) => index >= 200 && index < 210)).toBe(true)
  expect(found.some((index) => index >= 400 && index < 410)).toBe(true)
})
