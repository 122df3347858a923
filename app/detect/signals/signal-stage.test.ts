import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SignalJudgement, StreamDefinition } from '../../model/stream.ts'
import { streamSchema } from '../../model/stream.ts'
import type { Observation } from '../../model/observation.ts'
import type { TelemetryRecord } from '../../model/record.ts'
import { Dice } from '../engines/testing/signals.ts'
import { hour, inOrder, login, minute, morning, second, type Draft } from '../testing/records.ts'
import { mixedStream } from '../testing/streams.ts'
import { SignalStage } from './signal-stage.ts'

const failedLogins = stream({
  name: 'failed-logins',
  source: { type: 'records', query: 'event.category:authentication event.outcome:failure', group_by: ['user.name'] },
  aggregation: { window: 60, lateness: 10 },
  engine: { type: 'robust', params: { window: 20 } },
})
const load = stream({ name: 'load', source: { type: 'http' }, aggregation: { function: 'avg', window: 60, lateness: 0 } })
const plain = stream({ name: 'plain', source: { type: 'http' } })

function stream(definition: object): StreamDefinition {
  return streamSchema.parse({ warmup: 0, ...definition })
}

interface Told {
  judgements: SignalJudgement[]
  observations: Observation[]
  stage: SignalStage
}

interface Options {
  restartAt?: ReadonlySet<number>
  ticks?: ReadonlyMap<number, number>
}

/** Records through a stage; before the positions named its state goes through JSON into a new one. */
function run(streams: readonly StreamDefinition[], records: readonly TelemetryRecord[], options: Options = {}): Told {
  const begin = () => {
    const stage = new SignalStage({ quiet: 3600 })
    stage.setStreams(streams, 0)
    return stage
  }
  let stage = begin()
  const judgements: SignalJudgement[] = []
  const observations: Observation[] = []
  const emit = (observation: Observation) => void observations.push(observation)
  for (const [at, record] of records.entries()) {
    if (options.restartAt?.has(at)) {
      judgements.push(...stage.takeJudgements())
      const saved = JSON.stringify(stage.snapshot())
      stage = begin()
      stage.restore(JSON.parse(saved))
    }
    const tick = options.ticks?.get(at)
    if (tick !== undefined) stage.tick(tick, emit)
    stage.observe(record, emit)
  }
  judgements.push(...stage.takeJudgements())
  return { judgements, observations, stage }
}

function value(name: string, application: string, time: number, number: number): Draft {
  return {
    time,
    source: `stream-${name}`,
    fields: {
      'event.kind': 'metric',
      'event.dataset': 'vedette.measurement',
      'vedette.stream': name,
      'vedette.application': application,
      'vedette.value': number,
    },
  }
}

const values = (told: Told) => told.judgements.map(({ key, ts, value }) => [key, (ts - morning) / minute, value])

describe('windows', () => {
  it('are aligned to the epoch and close when the clock that opened them is past their lateness', () => {
    const drafts = [0, 20, 50, 65, 69].map((at) => value('load', 'shop', morning + at * second, at))
    expect(values(run([load], inOrder(drafts)))).toEqual([['shop', 0, 70 / 3]])
    const patient = stream({ ...load, aggregation: { function: 'avg', window: 60, lateness: 10 } })
    expect(values(run([patient], inOrder(drafts)))).toEqual([])
    expect(values(run([patient], inOrder([...drafts, value('load', 'shop', morning + 70 * second, 1)])))).toEqual([['shop', 0, 70 / 3]])
  })

  it('count what comes too late', () => {
    const times = [0, 70, 30, 130]
    const told = run([load], inOrder(times.map((at) => value('load', 'shop', morning + at * second, at))))
    expect(values(told)).toEqual([
      ['shop', 0, 0],
      ['shop', 1, 70],
    ])
    expect(told.stage.streamCounters()[0]).toMatchObject({ late: 1, points: 2, keys: 1 })
  })

  it('without anything in them are 0 to a count and a gap to an average', () => {
    const count = stream({ ...load, aggregation: { function: 'count', window: 60, lateness: 0 } })
    const drafts = [0, 200].map((at) => value('load', 'shop', morning + at * second, 5))
    expect(values(run([load], inOrder(drafts)))).toEqual([['shop', 0, 5]])
    expect(values(run([count], inOrder(drafts)))).toEqual([
      ['shop', 0, 1],
      ['shop', 1, 0],
      ['shop', 2, 0],
    ])
  })

  it('of a silent signal close with the heartbeats of a live stream', () => {
    const count = stream({ ...load, aggregation: { function: 'count', window: 60, lateness: 0 } })
    const records = inOrder([value('load', 'shop', morning, 5), value('load', 'other', morning + hour, 5)])
    const stage = new SignalStage({ quiet: 3600 })
    stage.setStreams([count], 0)
    stage.observe(records[0]!, () => undefined)
    for (let at = 10; at <= 180; at += 10) stage.tick(morning + at * second, () => undefined)
    expect(stage.takeJudgements().map(({ ts, value }) => [(ts - morning) / minute, value])).toEqual([
      [0, 1],
      [1, 0],
      [2, 0],
    ])
  })

  it('of an older file are judged as well', () => {
    const today = [0, 60, 120].map((at) => value('load', 'shop', morning + 24 * hour + at * second, 1))
    const yesterday = [0, 60, 120].map((at) => value('load', 'shop', morning + at * second, 2))
    const told = run([load], inOrder([...today, ...yesterday]))
    expect(told.judgements.map(({ value }) => value)).toEqual([1, 1, 2, 2])
    expect(told.stage.streamCounters()[0]).toMatchObject({ late: 0 })
  })

  it('of one straggler are given up rather than judged for a whole', () => {
    const times = [0, 60, 120, -7200, 180, 240]
    const told = run([load], inOrder(times.map((at) => value('load', 'shop', morning + at * second, at))))
    expect(told.judgements.map(({ value }) => value)).toEqual([0, 60, 120, 180])
  })
})

describe('values', () => {
  it('are judged one by one where nothing is aggregated', () => {
    const drafts = [0, 1, 2].map((at) => value('plain', 'shop', morning + at * second, at))
    expect(run([plain], inOrder(drafts)).judgements.map(({ ts, value }) => [ts - morning, value])).toEqual([
      [0, 0],
      [1000, 1],
      [2000, 2],
    ])
  })

  it('of another stream are left alone', () => {
    expect(run([plain], inOrder([value('load', 'shop', morning, 1)])).judgements).toEqual([])
  })
})

describe('an outlier', () => {
  const usual = Array.from({ length: 60 }, (_, n) => n).flatMap((n) =>
    Array.from({ length: 2 + (n % 3) }, (_, i) =>
      login({ time: morning + n * minute + i * second, host: 'web', user: 'alice', outcome: 'failure' }),
    ),
  )
  const burst = Array.from({ length: 90 }, (_, i) =>
    login({ time: morning + 60 * minute + i * 600, host: 'web', user: 'alice', outcome: 'failure' }),
  )
  const after = Array.from({ length: 3 }, (_, n) =>
    login({ time: morning + (61 + n) * minute, host: 'web', user: 'alice', outcome: 'failure' }),
  )

  it('is observed with its value, the band and the records of its window', () => {
    const records = inOrder([...usual, ...burst, ...after])
    const { observations } = run([failedLogins], records)
    expect(observations).toHaveLength(1)
    const [observation] = observations
    expect(observation).toMatchObject({
      detector: 'signals',
      anomaly_type: 'signal_anomaly',
      entity: { kind: 'user', value: 'alice' },
      first_seen: morning + 60 * minute,
      folding: 'episode',
      metadata: { stream: 'failed-logins', key: 'alice', value: 90 },
    })
    expect(observation!.explanation).toMatch(
      /^alice: records in 1 min came to 90 in the stream failed-logins, above the usual 0 to 8\.51 \(engine robust; score 1\)/,
    )
    for (const seq of observation!.evidence) expect(records[seq - 1]!.time).toBeGreaterThanOrEqual(morning + 60 * minute)
  })
})

describe('an alert budget', () => {
  it('is one for all signals of a stream', () => {
    const day = 86_400_000
    const keys = Array.from({ length: 20 }, (_, n) => `host-${n}`)
    const dice = new Dice(6)
    const drafts = Array.from({ length: 10 * 24 }, (_, at) =>
      keys.map((key) => value('plain', key, morning + at * hour, 100 + 5 * dice.normal())),
    ).flat()
    const engine = { type: 'robust', params: { window: 20 } }
    const anomalous = (budget: number | null) =>
      run([stream({ ...plain, engine: { ...engine, budget } })], inOrder(drafts)).judgements.filter(({ is_anomaly }) => is_anomaly)
    const byDay = new Map<number, number>()
    for (const { ts } of anomalous(2)) byDay.set(Math.floor(ts / day), (byDay.get(Math.floor(ts / day)) ?? 0) + 1)
    const total = [...byDay.values()].reduce((sum, count) => sum + count, 0)
    expect(total).toBeGreaterThan(5)
    expect(total).toBeLessThanOrEqual(22)
    expect(Math.max(...byDay.values())).toBeLessThanOrEqual(4)
    const own = run([stream({ ...plain, engine: { ...engine, params: { window: 20, alert_budget: 2 } } })], inOrder(drafts))
    expect(own.judgements.filter(({ is_anomaly }) => is_anomaly).length).toBeGreaterThan(5 * total)
  })
})

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
