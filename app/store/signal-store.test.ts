import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SignalJudgement } from '../model/stream.ts'
import { openSignalStore, type SignalStore } from './signal-store.ts'

let directory = ''
let store: SignalStore

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vedette-signals-'))
  store = open()
})
afterEach(() => {
  store.close()
  rmSync(directory, { recursive: true, force: true })
})

function open(): SignalStore {
  const opened = openSignalStore(join(directory, 'signals.db'))
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  return opened.store
}

function point(ts: number, value: number, more: Partial<SignalJudgement> = {}): SignalJudgement {
  const usual = { score: 0.2, probability: 0.5, lower: 0, upper: 10, is_anomaly: false, warming: false }
  return { stream: 'load', key: 'shop', ts, value, ...usual, ...more }
}

const whole = { from: 0, to: 1e13, points: 1000 }

describe('signals.db', () => {
  it('keeps every verdict, and one that is made again takes the place of the first', () => {
    store.write([point(1000, 1), point(2000, 2, { warming: true, lower: null, upper: null })])
    store.write([point(1000, 7, { is_anomaly: true })])
    store.close()
    store = open()
    expect(store.series('load', 'shop', whole)).toMatchObject({
      total: 2,
      anomalies: 1,
      sampled: false,
      first: 1000,
      last: 2000,
      points: [
        { ts: 1000, value: 7, is_anomaly: true, lower: 0, upper: 10 },
        { ts: 2000, value: 2, warming: true, lower: null, upper: null },
      ],
    })
    expect(store.series('load', 'nobody', whole).points).toEqual([])
  })

  it('lists the signals of a stream, those with anomalies of the last day first', () => {
    store.write([point(1000, 1, { key: 'a' }), point(5000, 2, { key: 'b' }), point(3000, 3, { key: 'c', is_anomaly: true })])
    store.write([point(1000, 1, { stream: 'other', key: 'z' })])
    expect(store.keys('load', { limit: 10 }).keys.map(({ key, anomalies }) => [key, anomalies])).toEqual([
      ['c', 1],
      ['b', 0],
      ['a', 0],
    ])
    expect(store.keys('load', { limit: 10, text: 'B' })).toMatchObject({ total: 1, keys: [{ key: 'b', last: { value: 2 }, points: 1 }] })
    expect(store.keys('load', { limit: 1 })).toMatchObject({ total: 3 })
    expect(store.keys('load', { limit: 10, text: '%' }).total).toBe(0)
  })

  it('leaves out points of a long time, but neither an anomaly nor a peak', () => {
    const points = Array.from({ length: 50_000 }, (_, n) => point(n * 1000, Math.sin(n / 100)))
    points[20_000] = point(20_000_000, 99)
    points[30_000] = point(30_000_000, 0.5, { is_anomaly: true })
    store.write(points)
    const series = store.series('load', 'shop', { from: 0, to: 1e13, points: 500 })
    expect(series).toMatchObject({ total: 50_000, sampled: true, anomalies: 1 })
    // Ten thousand, and one that says there are more.
    expect(store.keys('load', { limit: 1 }).keys).toMatchObject([{ points: 10_001 }])
    expect(series.points.length).toBeLessThanOrEqual(503)
    expect(series.points.length).toBeGreaterThan(400)
    expect(series.points.some(({ value }) => value === 99)).toBe(true)
    expect(series.points.filter(({ is_anomaly }) => is_anomaly).map(({ ts }) => ts)).toEqual([30_000_000])
    expect(series.points.map(({ ts }) => ts)).toEqual(series.points.map(({ ts }) => ts).toSorted((a, b) => a - b))
  })

  it('drops what is older than it is to be kept', () => {
    store.write(Array.from({ length: 30_000 }, (_, n) => point(n, n)))
    store.write([point(5, 1, { key: 'gone' })])
    let slices = 0
    let deleted = 0
    for (let more = true; more; slices += 1) {
      const pruned = store.prune(29_000)
      deleted += pruned.deleted
      more = pruned.more
    }
    expect(slices).toBeGreaterThan(1)
    expect(deleted).toBe(29_001)
    expect(store.series('load', 'shop', whole)).toMatchObject({ total: 1000, first: 29_000 })
    expect(store.keys('load', { limit: 10 }).keys.map(({ key }) => key)).toEqual(['shop'])
    store.write([point(40_000, 1, { key: 'gone' })])
    expect(store.keys('load', { limit: 10 }).total).toBe(2)
  })

  it('refuses a file of another program and leaves it as it is', () => {
    const file = join(directory, 'other.db')
    writeFileSync(file, 'this is no database, however long it may go on, and it must be told')
    expect(openSignalStore(file)).toMatchObject({ kind: 'failed', failure: { kind: 'corrupt' } })
  })
})
