import { describe, expect, it } from 'vitest'
import { Dice } from '../engines/testing/signals.ts'
import { flow, hour, inOrder, login, minute, morning, second } from '../testing/records.ts'
import { failedLogins, load, plain, run, stream, value, values } from '../testing/signal-stage.ts'
import { SignalStage } from './signal-stage.ts'

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

  it('of one stream are not closed by what the same application tells another of, nor by a host of its name', () => {
    const host = (at: number) => login({ time: morning + 24 * hour + at * second, host: 'shop', user: 'alice', outcome: 'failure' })
    const drafts = [0, 10, 20, 30, 40, 60].flatMap((at) => [
      value('load', 'shop', morning + at * second, at),
      value('plain', 'shop', morning + 24 * hour + at * second, 1),
      host(at),
    ])
    const told = run([load, plain, failedLogins], inOrder(drafts))
    expect(values({ ...told, judgements: told.judgements.filter(({ stream }) => stream === 'load') })).toEqual([['shop', 0, 20]])
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

describe('every measure', () => {
  const bytes = [5, 1, 9, 9, 3]
  const expected = { count: 5, sum: 27, avg: 5.4, min: 1, max: 9, distinct: 4, p50: 5, p75: 9, p95: 9, p99: 9 }

  it.each(Object.entries(expected))('of records: %s', (measure, value) => {
    const measured = stream({
      name: 'measured',
      source: { type: 'records', query: 'event.dataset:netflow', group_by: ['observer.ip'], measure, field: 'source.bytes' },
      aggregation: { window: 60, lateness: 0 },
    })
    const draft = (at: number, size: number) =>
      flow({
        time: morning + at * second,
        exporter: '192.0.2.1',
        from: '10.0.0.5',
        to: '203.0.113.9',
        port: 443,
        transport: 'tcp',
        bytes: size,
      })
    const told = run([measured], inOrder([...bytes.map((size, at) => draft(at, size)), draft(60, 1)]))
    expect(values(told)).toEqual([['192.0.2.1', 0, value]])
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
