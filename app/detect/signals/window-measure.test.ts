import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { aggregationFunctions, streamSchema, type AggregationFunction } from '../../model/stream.ts'
import { measureOf, reviveSum, saveSum } from './window-measure.ts'

function valueOf(name: AggregationFunction, values: readonly (number | string)[]): number | undefined {
  const measure = measureOf(name)
  let sum = measure.begin()
  for (const value of values) {
    measure.add(sum, value)
    sum = reviveSum(JSON.parse(JSON.stringify(saveSum(sum))))
  }
  return measure.valueOf(sum)
}

/** Observed of an earlier system; read in place, absent from a clone elsewhere. */
const file = '../shared/fixtures/behaviour/streams-aggregation.json'
interface Case {
  id: string
  input: { function: string; values: number[] }
  expected: number | { error: string }
}
const cases: Case[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).cases : []

describe.skipIf(cases.length === 0)(`the aggregation cases (skipped where ${file} is absent)`, () => {
  it.each(cases.map((each) => [each.id, each] as const))('%s', (_, { input, expected }) => {
    if (typeof expected === 'number') {
      expect(aggregationFunctions).toContain(input.function)
      expect(valueOf(input.function as AggregationFunction, input.values)).toBe(expected)
    } else {
      const stream = { name: 'a', source: { type: 'http' }, aggregation: { function: input.function } }
      expect(streamSchema.safeParse(stream).success).toBe(false)
    }
  })
})

describe('a window', () => {
  it('knows its least and largest value, and how many different ones there were', () => {
    expect(valueOf('min', [3, -1, 2])).toBe(-1)
    expect(valueOf('max', [3, -1, 2])).toBe(3)
    expect(valueOf('distinct', ['a', 'b', 'a', 7, '7'])).toBe(3)
  })

  it('without values is 0 to what counts, and a gap to all else', () => {
    const empty = Object.fromEntries(aggregationFunctions.map((name) => [name, measureOf(name).empty]))
    expect(empty).toMatchObject({ count: 0, sum: 0, distinct: 0, avg: undefined, min: undefined, max: undefined, percentile95: undefined })
    for (const name of ['avg', 'min', 'max', 'percentile50'] as const) expect(valueOf(name, [])).toBeUndefined()
  })

  it('whose sum is no number that an engine takes has no value', () => {
    expect(valueOf('sum', [1e150, 1e150, 1e150])).toBeUndefined()
  })
})
