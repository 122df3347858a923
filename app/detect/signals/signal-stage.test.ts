import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inOrder, login, minute, morning, second } from '../testing/records.ts'
import { failedLogins, load, plain, run, stream, value } from '../testing/signal-stage.ts'
import { mixedStream } from '../testing/streams.ts'
import { SignalStage } from './signal-stage.ts'

describe('a restart', () => {
  const streams = [
    failedLogins,
    stream({
      name: 'peers',
      source: { type: 'records', group_by: ['host.name'], measure: 'distinct', field: 'source.ip' },
      aggregation: { window: 120 },
    }),
    stream({
      name: 'bytes',
      source: { type: 'records', query: 'event.dataset:netflow', measure: 'p95', field: 'source.bytes' },
      engine: { type: 'robust', params: { window: 5 }, budget: 3 },
      max_keys: 3,
    }),
    stream({
      name: 'all',
      source: { type: 'records', group_by: ['source.ip', 'user.name'] },
      aggregation: { window: 30, lateness: 5 },
      max_keys: 2,
    }),
  ]
  const positions = fc.array(fc.nat(400), { maxLength: 6 }).map((chosen) => new Set(chosen))
  const beats = fc
    .integer({ min: 5, max: 60 })
    .map((every) => new Map(Array.from({ length: 200 }, (_, n) => [n * every, morning + n * 30 * second] as const)))

  it('at any record changes no verdict, no observation and no state', () => {
    fc.assert(
      fc.property(mixedStream, positions, beats, fc.boolean(), (drafts, restartAt, heartbeats, live) => {
        const records = inOrder(drafts)
        const ticks = live ? heartbeats : undefined
        const through = run(streams, records, { ticks })
        const resumed = run(streams, records, { ticks, restartAt })
        expect(resumed.judgements).toEqual(through.judgements)
        expect(resumed.observations).toEqual(through.observations)
        expect(resumed.stage.snapshot()).toEqual(through.stage.snapshot())
      }),
      { numRuns: 100 },
    )
  })

  it('into engines of another version begins that stream afresh, and no other', () => {
    const drafts = Array.from({ length: 30 }, (_, n) => value('load', 'shop', morning + n * minute, n))
    const saved = JSON.parse(JSON.stringify(run([load, plain], inOrder(drafts)).stage.snapshot())) as ReturnType<SignalStage['snapshot']>
    const others = run([load, plain], inOrder(drafts.map((draft) => ({ ...draft, source: 'stream-plain' })))).stage.snapshot()
    saved.runs['plain'] = others.runs['plain']!
    saved.runs['load']!.series.entries[0]![1].engine = '{"of":"another time"}'
    const stage = new SignalStage({ quiet: 3600 })
    stage.setStreams([load, plain], 0)
    stage.restore(saved)
    expect(stage.streamCounters().map(({ stream, keys }) => [stream, keys])).toEqual([
      ['load', 0],
      ['plain', 1],
    ])
  })

  it('gives a signal that was put aside its engine back', () => {
    const narrow = stream({ ...load, max_keys: 1, aggregation: { function: 'avg', window: 60, lateness: 0 } })
    const drafts = Array.from({ length: 120 }, (_, n) => value('load', n % 40 === 39 ? 'rare' : 'shop', morning + n * minute, n % 5))
    const { stage } = run([narrow], inOrder(drafts))
    expect(stage.streamCounters()[0]).toMatchObject({ keys: 1, evicted: 5, forgotten: 0 })
  })
})

describe('a stream that is switched off', () => {
  const off = { ...failedLogins, enabled: false }
  const minutes = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => login({ time: morning + (from + n) * minute, host: 'web', user: 'alice', outcome: 'failure' }))

  it('is taken up again with what it had learnt, through a snapshot too; the time between was not measured', () => {
    const records = inOrder([...minutes(0, 60), ...minutes(60, 30), ...minutes(90, 5)])
    const emit = () => undefined
    let stage = new SignalStage({ quiet: 3600 })
    stage.setStreams([failedLogins], 0)
    for (const record of records.slice(0, 60)) stage.observe(record, emit)
    const judged = stage.takeJudgements().length
    stage.setStreams([off], 60)
    expect(stage.streamCounters()).toEqual([])
    for (const record of records.slice(60, 90)) stage.observe(record, emit)
    expect(stage.takeJudgements()).toEqual([])

    const saved = JSON.stringify(stage.snapshot())
    stage = new SignalStage({ quiet: 3600 })
    stage.setStreams([off], 90)
    stage.restore(JSON.parse(saved))
    expect(JSON.stringify(stage.snapshot())).toBe(saved)
    // Whatever its history may be by now, it goes on from what it knew.
    stage.setStreams([{ ...failedLogins, warmup: 7 }], 90)
    expect(stage.streamCounters()[0]).toMatchObject({ state: 'running', keys: 1, points: judged })
    for (const record of records.slice(90)) stage.observe(record, emit)
    const later = stage.takeJudgements()
    expect(later.map(({ ts }) => (ts - morning) / minute)).toEqual([90, 91, 92])
    expect(later.every(({ warming, value }) => !warming && value === 1)).toBe(true)
  })

  it('forgets it when its text has changed meanwhile', () => {
    const { stage } = run([failedLogins], inOrder(minutes(0, 60)))
    stage.setStreams([off], 60)
    stage.setStreams([{ ...failedLogins, max_keys: 7 }], 60)
    expect(stage.streamCounters()[0]).toMatchObject({ keys: 0, points: 0 })
  })

  it('while this program was not running is found so as well', () => {
    const saved = JSON.parse(JSON.stringify(run([failedLogins], inOrder(minutes(0, 60))).stage.snapshot())) as unknown
    const stage = new SignalStage({ quiet: 3600 })
    stage.setStreams([off], 60)
    stage.restore(saved)
    stage.setStreams([failedLogins], 60)
    expect(stage.streamCounters()[0]).toMatchObject({ state: 'running', keys: 1 })
  })
})

describe('messages that come while history is replayed', () => {
  it('wait from the moment the stream is set, are counted, and each of them is judged', () => {
    const waits = stream({ ...plain, warmup: 7 })
    const records = inOrder(Array.from({ length: 30 }, (_, n) => value('plain', 'shop', morning + n * minute, n % 5)))
    const stage = new SignalStage({ quiet: 3600 })
    stage.setStreams([waits], 10)
    for (const record of records) stage.observe(record, () => undefined)
    expect(stage.streamCounters()[0]).toMatchObject({ state: 'waiting', held: 20, since: 10 })
    const history = run([plain], records.slice(0, 10)).stage.snapshot()
    stage.adoptStream('plain', { state: history, upto: 10 }, () => undefined)
    expect(stage.takeJudgements().map(({ ts }) => (ts - morning) / minute)).toEqual(Array.from({ length: 20 }, (_, n) => n + 10))
    expect(stage.streamCounters()[0]).toMatchObject({ state: 'running', held: 0, points: 20 })
  })
})

describe('a stream whose history is replayed elsewhere', () => {
  it('is taken up with the records that came meanwhile, as if it had never been otherwise', () => {
    const waits = stream({ ...failedLogins, warmup: 7 })
    const records = inOrder(
      Array.from({ length: 400 }, (_, n) => login({ time: morning + n * 20 * second, host: 'web', user: 'alice', outcome: 'failure' })),
    )
    const history = run([failedLogins], records.slice(0, 200)).stage.snapshot()
    const stage = new SignalStage({ quiet: 3600 })
    stage.setStreams([waits], 0)
    const emit = () => undefined
    for (const record of records.slice(0, 150)) stage.observe(record, emit)
    expect(stage.takeJudgements()).toEqual([])
    expect(stage.streamCounters()[0]).toMatchObject({ state: 'waiting' })
    stage.holdRecords(waits.name)
    // Some of those held are in the history as well.
    for (const record of records.slice(150, 260)) stage.observe(record, emit)
    const saved = {
      ...history,
      runs: { [waits.name]: { ...history.runs[waits.name]!, fingerprint: history.runs[waits.name]!.fingerprint } },
    }
    stage.adoptStream(waits.name, { state: saved, upto: 200 }, emit)
    for (const record of records.slice(260)) stage.observe(record, emit)
    const through = run([failedLogins], records).judgements
    const late = stage.takeJudgements()
    expect(late.length).toBeGreaterThan(50)
    expect(through.slice(-late.length)).toEqual(late)
  })
})
