import { describe, expect, it } from 'vitest'
import { requests } from '../../contract/requests.ts'
import { handlers } from '../answers/index.ts'
import { sendTcp, sendUdp, startEngine } from '../testing/running-engine.ts'
import {
  contextOf,
  homeWith,
  messages,
  run,
  seriesOf,
  udpStream,
  until,
  untilEvents,
  untilPoints,
  untilRunning,
  viewOf,
} from '../testing/stream-engine.ts'

describe('a stream of JSON over UDP', () => {
  it('has every verdict in signals.db, and an outlier as an event', async () => {
    const port = 41_000 + Math.floor(Math.random() * 2000)
    const engine = await run(homeWith(udpStream(port)))
    await untilRunning(engine, 'load')
    await sendUdp(port, [...messages(60, 500), 'not json', '{"application":"shop","ts":"2026-11-21"}'])
    const view = await until(
      () => viewOf(engine, 'load'),
      ({ points, bad, sinks }) => points === 61 && bad === 2 && sinks[0]?.delivered === 61,
    )
    expect(view).toMatchObject({ keys: 1, anomalies: 1, late: 0, last: { key: 'shop', value: 500, is_anomaly: true } })
    expect(view.sparkline).toHaveLength(50)
    expect(view.sinks).toMatchObject([
      { sink: 'repository', delivered: 61, failed: 0 },
      { sink: 'live', delivered: 61 },
    ])
    const [event] = await untilEvents(engine, 1)
    expect(event).toMatchObject({ entity: { kind: 'source', value: 'shop' }, metadata: { stream: 'load', value: 500 } })
    const series = await seriesOf(engine, 'load', 'shop')
    expect(series).toMatchObject({ total: 61, anomalies: 1, sampled: false })
    expect(series.points.at(-1)).toMatchObject({ value: 500, is_anomaly: true, event: { id: event!.id, status: 'new' } })
    // What could not be read is kept for inspection.
    const { records } = await engine.reader.search(
      { conditions: [{ kind: 'equals', field: 'event.kind', value: 'pipeline_error', negated: false }] },
      { limit: 10 },
    )
    expect(records.map(({ fields }) => fields['error.message']).sort()).toEqual([
      "'value' is a required property",
      'the message is not JSON',
    ])
  })

  it('goes on after a restart with what it has learnt, and judges nothing twice', async () => {
    const port = 43_000 + Math.floor(Math.random() * 2000)
    const home = homeWith(udpStream(port))
    const first = await startEngine(home)
    await untilRunning(first, 'load')
    await sendUdp(port, messages(60))
    await untilPoints(first, 'load', 60)
    await first.close()
    const second = await run(home)
    await untilRunning(second, 'load')
    await sendUdp(port, messages(2, 500, 60))
    await untilPoints(second, 'load', 63)
    expect(await untilEvents(second, 1)).toMatchObject([{ metadata: { value: 500 } }])
    await until(
      () => seriesOf(second, 'load', 'shop'),
      ({ total }) => total === 63,
    )
  })
})

describe('a stream of JSON lines over TCP', () => {
  it('is heard while its history is replayed, and each line is judged', async () => {
    const port = 49_000 + Math.floor(Math.random() * 2000)
    const engine = await run(homeWith(''))
    const stream = { name: 'tills', source: { type: 'socket', protocol: 'tcp', port }, engine: { type: 'robust', params: { window: 30 } } }
    await handlers['streams.save'](requests['streams.save'].input.parse({ stream }), contextOf(engine))
    // It listens from the moment it is saved.
    await sendTcp(port, [...messages(60, 500), 'not json'])
    const view = await until(
      () => viewOf(engine, 'tills'),
      ({ points, bad, state }) => points === 61 && bad === 1 && state.kind === 'running',
    )
    expect(view).toMatchObject({ anomalies: 1, unjudged: 0 })
  })
})
