import { describe, expect, it } from 'vitest'
import type { SandboxRun } from '../../../app/contract/sandbox.ts'
import type { SignalSeries } from '../../../app/contract/signals.ts'
import { bestOf, chartPointsOf, gapOf, nameRun, percent, sayDelay } from './comparison.ts'
import { loadSignal, type AskSeries } from './load-signal.ts'
import { piecesOf } from './read-file.ts'

const point = (ts: number, is_anomaly = false) => ({ ts, value: 1, lower: null, upper: null, score: 0, is_anomaly, warming: false })
const run = (part: Partial<SandboxRun>): SandboxRun => ({
  type: 'robust',
  params: { window: 100 },
  judged: 1,
  anomalies: 0,
  verdicts_per_second: 1,
  points: [],
  ...part,
})

/** A store that thins out what is more than fits one answer. */
function storeOf(times: readonly number[]): AskSeries {
  return ({ from, to }, points) => {
    const inside = times.filter((ts) => ts >= from && ts < to)
    const output: SignalSeries = {
      points: inside.filter((_, index) => inside.length <= points || index % 2 === 0).map((ts) => point(ts)),
      total: inside.length,
      anomalies: 0,
      sampled: inside.length > points,
      ...(times.length > 0 && { first: times[0]!, last: times.at(-1)! }),
    }
    return Promise.resolve({ kind: 'ok', output })
  }
}

describe('a signal for the sandbox', () => {
  it('is every value of it, in order, whatever one answer holds', async () => {
    const times = Array.from({ length: 70_001 }, (_, index) => 1_000_000 + index * 60)
    const loaded = await loadSignal(storeOf(times), { from: 0, to: 9e12 }, () => {})
    expect(loaded.kind === 'loaded' && loaded.ts).toEqual(times)
  })

  it('is refused where it is more than a message holds', async () => {
    const times = Array.from({ length: 150_000 }, (_, index) => index)
    expect(await loadSignal(storeOf(times), { from: 0, to: 1e6 }, () => {})).toMatchObject({
      kind: 'failed',
      error: {
        kind: 'conflict',
        message: expect.stringMatching(/^There are 150.000 values in this time; the Sandbox takes at most 100.000 /) as string,
      },
    })
  })
})

describe('a file', () => {
  it('is sent in pieces that fit, each with where it begins', () => {
    expect(piecesOf('abcde', 2)).toEqual([
      { at: 0, text: 'ab' },
      { at: 2, text: 'cd' },
      { at: 4, text: 'e' },
    ])
    expect(piecesOf('', 2)).toEqual([{ at: 0, text: '' }])
  })
})

describe('a comparison', () => {
  it('says of each anomaly whether it was in a labelled window', () => {
    const dots = chartPointsOf([point(1, true), point(5, true), point(6)], [{ from: 4, to: 6 }]).map(({ dot }) => dot?.shape)
    expect(dots).toEqual(['triangle', 'diamond', undefined])
    expect(chartPointsOf([point(1, true)], [])[0]?.dot?.shape).toBe('circle')
  })

  it('tells two of the same engine apart by what was changed', () => {
    const parameter = { name: 'window', title: '', help: '', kind: 'integer', default: 100, minimum: 1, maximum: 1000 } as const
    const engines = [{ name: 'robust', title: 'Robust', description: '', good_for: '', bad_for: '', parameters: [parameter] }]
    expect(nameRun(run({}), engines)).toBe('Robust')
    expect(nameRun(run({ params: { window: 50 } }), engines)).toBe('Robust (window 50)')
  })

  it('names the best by precision and recall, and none where they draw', () => {
    const score = (precision: number, recall: number) =>
      ({ windows: 1, found: 1, unjudged: 0, anomalies: 1, inside: 1, precision, recall, delay: null }) as const
    expect(bestOf({ runs: [run({ score: score(1, 0.5) }), run({ score: score(0.9, 0.9) })] })).toBe(1)
    expect(bestOf({ runs: [run({ score: score(1, 1) }), run({ score: score(1, 1) })] })).toBeUndefined()
    expect(bestOf({ runs: [run({}), run({})] })).toBeUndefined()
  })

  it('writes shares, delays and silences', () => {
    expect([percent(null), percent(0.6667), percent(1)]).toEqual(['—', '66.7 %', '100 %'])
    expect([sayDelay(null), sayDelay({ ms: 0, values: 0 }), sayDelay({ ms: 300_000, values: 5 })]).toEqual([
      '—',
      'at once',
      '5 values, 5 min',
    ])
    expect(gapOf([point(0), point(10), point(20), point(500)])).toBe(80)
    expect(gapOf([])).toBe(Infinity)
  })
})
