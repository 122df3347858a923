import { describe, expect, it } from 'vitest'
import { requests } from '../../contract/requests.ts'
import { handlers } from '../answers/index.ts'
import { startEngine } from '../testing/running-engine.ts'
import {
  contextOf,
  homeWith,
  message,
  messages,
  post,
  run,
  seriesOf,
  start,
  until,
  untilPoints,
  untilRunning,
  viewOf,
} from '../testing/stream-engine.ts'

describe('a stream of values over HTTP', () => {
  it('stores what it acknowledges, says what is no message, and takes nothing for other streams', async () => {
    const engine = await run(
      homeWith('streams:\n  - { name: orders, source: { type: http }, aggregation: { function: sum, window: 60, lateness: 0 } }\n'),
    )
    await untilRunning(engine, 'orders')
    const minutes = Array.from({ length: 12 }, (_, n) => ({
      application: 'shop',
      ts: new Date(start + n * 30_000).toISOString(),
      value: n,
    }))
    expect(await post(engine, 'orders', [...minutes, { application: 'shop', value: 1 }])).toEqual({
      kind: 'done',
      value: { accepted: 13, bad: 1 },
    })
    const { points } = await until(
      () => seriesOf(engine, 'orders', 'shop'),
      ({ total }) => total === 5,
    )
    expect(points.map(({ ts, value }) => [(ts - start) / 60_000, value])).toEqual([1, 5, 9, 13, 17].map((sum, at) => [at, sum]))
    expect(await post(engine, 'nobody', minutes)).toMatchObject({ kind: 'failed', failure: { kind: 'not_found' } })
  })

  it('takes values from the moment it is saved; they wait until its history is replayed, and each is judged', async () => {
    const engine = await run(homeWith(''))
    const save = (window: number, previous?: string) => {
      const stream = { name: 'orders', source: { type: 'http' }, engine: { type: 'robust', params: { window } } }
      return handlers['streams.save'](requests['streams.save'].input.parse({ stream, previous }), contextOf(engine))
    }
    const usual = messages(60).map((text) => JSON.parse(text) as unknown)
    const next = [message(60, 11), message(61, 500)].map((text) => JSON.parse(text) as unknown)
    expect(await save(30)).toMatchObject({ stream: { stream: { name: 'orders' } } })
    expect(await post(engine, 'orders', usual)).toMatchObject({ kind: 'done' })
    await untilPoints(engine, 'orders', 60)
    // Another engine learns from what is stored, while values go on coming.
    await save(40, 'orders')
    expect(await post(engine, 'orders', next)).toMatchObject({ kind: 'done' })
    const view = await until(
      () => viewOf(engine, 'orders'),
      ({ state, points }) => state.kind === 'running' && points > 0,
    )
    expect(view).toMatchObject({ points: 2, anomalies: 1, held: 0, unjudged: 0 })
  })

  it('asks to come again when no more can wait, and takes nothing', async () => {
    const engine = await run(homeWith('streams:\n  - { name: orders, source: { type: http } }\n'))
    await untilRunning(engine, 'orders')
    const { pipelineCounters } = engine.corridor
    const streams = (pipelineCounters.streams ?? []).map((one) => ({ ...one, state: 'waiting' as const, held: 100_000 }))
    engine.corridor.pipelineCounters = { ...pipelineCounters, streams }
    expect(await post(engine, 'orders', [JSON.parse(message(0, 1))])).toMatchObject({ kind: 'failed', failure: { kind: 'busy' } })
  })

  it('needs no waiting where there is no history to replay', async () => {
    const engine = await run(homeWith(''))
    const stream = { name: 'orders', source: { type: 'http' }, warmup: 0 }
    const saved = await handlers['streams.save'](requests['streams.save'].input.parse({ stream }), contextOf(engine))
    expect(saved.stream.state).toEqual({ kind: 'running' })
  })
})

describe('a stream that is switched off', () => {
  it('keeps what it has learnt, over a restart too, and takes it up again', async () => {
    const home = homeWith(
      'streams:\n  - { name: orders, source: { type: http }, engine: { type: robust, params: { window: 30 } }, warmup: 0 }\n',
    )
    const first = await startEngine(home)
    await post(
      first,
      'orders',
      messages(60).map((text) => JSON.parse(text) as unknown),
    )
    await untilPoints(first, 'orders', 60)
    await handlers['streams.setEnabled']({ name: 'orders', enabled: false }, contextOf(first))
    expect(viewOf(first, 'orders').state).toEqual({ kind: 'off' })
    expect(await post(first, 'orders', [])).toMatchObject({ kind: 'failed', failure: { kind: 'not_found' } })
    await first.close()
    const second = await run(home)
    await handlers['streams.setEnabled']({ name: 'orders', enabled: true }, contextOf(second))
    expect(viewOf(second, 'orders')).toMatchObject({ state: { kind: 'running' }, keys: 1, points: 60 })
    await post(second, 'orders', [JSON.parse(message(60, 500))])
    expect(
      await until(
        () => viewOf(second, 'orders'),
        ({ points }) => points === 61,
      ),
    ).toMatchObject({ anomalies: 1 })
  })
})
