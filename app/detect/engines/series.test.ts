import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readEngineParameters } from '../../model/engine-parameters.ts'
import { scoreAgainstLabels } from './label-score.ts'
import { robust } from './robust.ts'
import { judgementAt, judgeSeries, type JudgedSeries } from './series.ts'
import { anomaliesOf, createNamed, judge } from './testing/run-engine.ts'
import { thinSeries } from './thin-series.ts'

const read = readEngineParameters(robust.parameters, { window: 20 })
const parameters = read.kind === 'read' ? read.parameters : {}
const values = Array.from({ length: 5000 }, (_, i) => (i % 1000 === 999 ? 99 : i % 11))
const series = { ts: values.map((_, i) => i * 1000), values }
const whole = judgeSeries(robust, parameters, series)!

test('a series is judged as its values would have been one by one', () => {
  const single = judge(createNamed('robust', { window: 20 }), values, { start: 0, step: 1000 })
  for (const [index, { score, lower, upper, is_anomaly, warming }] of single.entries())
    expect(judgementAt(whole, index)).toEqual({ score, lower, upper, is_anomaly, warming })
  expect(whole.anomalies).toBe(anomaliesOf(single).length)
})

test('it says how far it is, and stops when told', () => {
  const fractions: number[] = []
  const watch = { cancelled: false, onProgress: (fraction: number) => void fractions.push(fraction) }
  expect(judgeSeries(robust, parameters, series, watch)).toEqual(whole)
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
  expect(fractions.length).toBeGreaterThan(3)
  expect(judgeSeries(robust, parameters, series, { ...watch, cancelled: true })).toBeUndefined()
})

describe('drawing fewer than there are', () => {
  test('keeps every anomaly, the least and the largest, the first and the last', () => {
    const kept = thinSeries(series, whole, 200)
    const anomalies = [...whole.is_anomaly.keys()].filter((i) => whole.is_anomaly[i] === 1)
    expect(kept).toEqual(expect.arrayContaining([0, 4999, ...anomalies]))
    expect(kept.length).toBeLessThan(200 + anomalies.length + 2)
    expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b))
  })

  test('of any series and any room, indexes are in it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 300 }), fc.integer({ min: 10, max: 400 }), (some, points) => {
        const one = { ts: some.map((_, i) => i), values: some }
        const kept = thinSeries(one, judgeSeries(robust, parameters, one)!, points)
        expect(kept.every((index) => Number.isInteger(index) && index >= 0 && index < some.length)).toBe(true)
      }),
    )
  })
})

describe('against labels', () => {
  const judgedAs = (marks: string): JudgedSeries => {
    const flags = [...marks]
    return {
      ...judgeSeries(robust, parameters, { ts: [], values: [] })!,
      is_anomaly: Uint8Array.from(flags, (mark) => (mark === 'x' ? 1 : 0)),
      warming: Uint8Array.from(flags, (mark) => (mark === 'w' ? 1 : 0)),
      anomalies: flags.filter((mark) => mark === 'x').length,
    }
  }
  const score = (marks: string, ...labels: [from: number, to: number][]) =>
    scoreAgainstLabels(
      { ts: [...marks].map((_, i) => i * 10), values: [...marks].map(() => 0) },
      judgedAs(marks),
      labels.map(([from, to]) => ({ from: from * 10, to: to * 10 })),
    )

  test('precision is of anomalies, recall of windows, the delay to the first anomaly inside', () => {
    expect(score('ww..x...x.x...', [7, 10], [12, 13])).toEqual({
      windows: 2,
      found: 1,
      unjudged: 0,
      anomalies: 3,
      inside: 2,
      precision: 2 / 3,
      recall: 0.5,
      delay: { ms: 10, values: 1 },
    })
  })

  test('a window within the warm-up counts for neither', () => {
    expect(score('wwww....x', [0, 2], [8, 8])).toMatchObject({ windows: 1, found: 1, unjudged: 1, recall: 1 })
  })

  test('without anomalies there is no precision, without windows no recall', () => {
    expect(score('....', [1, 2])).toMatchObject({ precision: null, recall: 0, delay: null })
    expect(score('..x.')).toMatchObject({ precision: 0, recall: null })
  })
})
