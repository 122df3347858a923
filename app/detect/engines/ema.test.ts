import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { averageWeights } from './ema.ts'
import { anomaliesOf, createNamed, judge } from './testing/run-engine.ts'

test('it follows a drift that a median would lag behind', () => {
  const values = Array.from({ length: 600 }, (_, i) => i * 0.1 + ((i * 7919) % 13))
  expect(anomaliesOf(judge(createNamed('ema'), values))).toEqual([])
  expect(anomaliesOf(judge(createNamed('ema'), [...values, 160]))).toEqual([600])
})

/** Observed of an earlier system; read in place, absent from a clone elsewhere. */
const file = '../shared/fixtures/behaviour/streams-ema.json'
const isHere = existsSync(file)
interface Expected {
  value_lower_limit: number | 'NaN'
  value_upper_limit: number | 'NaN'
  is_anomaly: boolean | -1
}
interface Case {
  id: string
  input: { window: number; threshold: number; values: number[] }
  expected: Expected[]
}
const cases: Case[] = isHere ? JSON.parse(readFileSync(file, 'utf8')).cases : []

describe.skipIf(!isHere)(`the moving-average cases (skipped where ${file} is absent)`, () => {
  test.each(cases.map((each) => [each.id, each] as const))('%s: our weights give their averages', (_, { input, expected }) => {
    // Theirs put each value into the buffer twice, and judged it by an average that held it already: their numbers, from our weights.
    const { window, threshold, values } = input
    const weights = averageWeights(window)
    let buffer: number[] = []
    const push = (value: number) => (buffer = [...buffer, value].slice(-window))
    for (const [index, value] of values.entries()) {
      const before = buffer
      push(value)
      const wanted = expected[index]!
      if (wanted.is_anomaly !== -1 && wanted.value_lower_limit !== 'NaN') {
        const mean = before.reduce((sum, one) => sum + one, 0) / before.length
        const deviation = Math.sqrt(before.reduce((sum, one) => sum + (one - mean) ** 2, 0) / before.length)
        const average = buffer.reduce((sum, one, i) => sum + one * weights[i]!, 0)
        expect(average - deviation * threshold).toBeCloseTo(wanted.value_lower_limit, 9)
        expect(average + deviation * threshold).toBeCloseTo(Number(wanted.value_upper_limit), 9)
      }
      push(value)
    }
  })

  // One value enters once, after it was judged: what they flagged of a constant, and their verdict with NaN limits, are gone.
  test.each(cases.map((each) => [each.id, each] as const))('%s: a value enters once, and has finite limits', (_, { input }) => {
    const { window, threshold, values } = input
    for (const [index, { warming, lower, upper }] of judge(createNamed('ema', { window, threshold }), values).entries()) {
      expect(warming).toBe(index < window)
      if (!warming) expect([lower, upper].every(Number.isFinite)).toBe(true)
    }
  })

  test.each([
    ['S1-ema-01-even-window', [5]],
    ['S1-ema-02-odd-window-first-verdict-NaN', []],
    ['S1-ema-03-constant', []],
    ['S1-ema-05-builder-default-threshold', [6]],
  ])('%s: what is an anomaly', (id, wanted) => {
    const { window, threshold, values } = cases.find((each) => each.id === id)!.input
    const found = anomaliesOf(judge(createNamed('ema', { window, threshold }), values))
    expect(found.filter((index) => index >= values.length - 1)).toEqual(wanted)
  })

  test('S1-ema-04: the spike at its end is found', () => {
    const { window, threshold, values } = cases.find(({ id }) => id.startsWith('S1-ema-04'))!.input
    expect(anomaliesOf(judge(createNamed('ema', { window, threshold }), values))).toContain(values.length - 1)
  })
})
