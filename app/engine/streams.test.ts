import { createServer } from 'node:http'
import { mkdtempSync, readFileSync, rmSync, writeFileSync, appendFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createApiService, type Engine } from '../engine.ts'
import type { StreamView } from '../contract/signals.ts'
import { handlers } from './answers/index.ts'
import type { HandlerContext } from './handler.ts'
import { sendUdp, sshAttack, startEngine, temporaryHome, untilStored } from './testing/running-engine.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const start = Date.UTC(2026, 10, 21, 8)
const minute = 60_000

function homeWith(streams: string): string {
  const { home, remove } = temporaryHome(
    `version: 1\nsources:\n  - { id: syslog-udp, type: syslog-udp, port: 0, timezone: UTC }\n${streams}`,
  )
  closers.push(remove)
  return home
}

async function run(home: string): Promise<Engine> {
  const engine = await startEngine(home)
  closers.push(() => engine.close())
  return engine
}

function contextOf(engine: Engine): HandlerContext {
  return { engine, who: 'ada', signal: new AbortController().signal, progress: () => undefined } as unknown as HandlerContext
}

function message(n: number, value: number, application = 'shop'): string {
  return JSON.stringify({ application, ts: new Date(start + n * minute).toISOString(), value })
}

/** A signal that swings a little; and at the end, if asked for, a value that never was. */
function messages(count: number, outlier?: number, from = 0): string[] {
  const usual = Array.from({ length: count }, (_, n) => message(from + n, 10 + (((from + n) * 7) % 5)))
  return outlier === undefined ? usual : [...usual, message(from + count, outlier)]
}

async function until<Value>(read: () => Value | Promise<Value>, good: (value: Value) => boolean, patience = 20_000): Promise<Value> {
  const end = Date.now() + patience
  for (;;) {
    const value = await read()
    if (good(value)) return value
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(value)?.slice(0, 500)}`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

const viewOf = (engine: Engine, name: string): StreamView => engine.streams.list().find(({ stream }) => stream.name === name)!
const running = (engine: Engine, name: string) =>
  until(
    () => viewOf(engine, name).state,
    ({ kind }) => kind === 'running',
  )
const eventsOf = (engine: Engine) => engine.console.searchEvents({ anomaly_types: ['signal_anomaly'] }, { limit: 100 }).events

function seriesOf(engine: Engine, stream: string, key: string) {
  return handlers['signals.series']({ stream, key, from: 0, to: 4e12, points: 1000 }, contextOf(engine))
}

function udpStream(port: number, more = ''): string {
  return `streams:\n  - { name: load, source: { type: socket, protocol: udp, port: ${port} }, engine: { type: robust, params: { window: 30 } }${more} }\n`
}

describe('a stream of JSON over UDP', () => {
  it('has every verdict in signals.db, and an outlier as an event', async () => {
    const port = 41_000 + Math.floor(Math.random() * 2000)
    const engine = await run(homeWith(udpStream(port)))
    await running(engine, 'load')
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
    const [event] = await until(
      () => eventsOf(engine),
      (events) => events.length === 1,
    )
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
    await running(first, 'load')
    await sendUdp(port, messages(60))
    await until(
      () => viewOf(first, 'load').points,
      (points) => points === 60,
    )
    await first.close()
    const second = await run(home)
    await running(second, 'load')
    await sendUdp(port, messages(2, 500, 60))
    await until(
      () => viewOf(second, 'load').points,
      (points) => points === 63,
    )
    expect(
      await until(
        () => eventsOf(second),
        (events) => events.length === 1,
      ),
    ).toMatchObject([{ metadata: { value: 500 } }])
    await until(
      () => seriesOf(second, 'load', 'shop'),
      ({ total }) => total === 63,
    )
  })

  it('does not stop for a sink that fails, and counts its failures', async () => {
    const received: unknown[] = []
    const server = createServer((request, answer) => {
      let body = ''
      request.on('data', (part: Buffer) => (body += part.toString()))
      request.on('end', () => {
        received.push(...(JSON.parse(body) as unknown[]))
        answer.statusCode = 200
        answer.end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    closers.push(() => server.close())
    const { port: sinkPort } = server.address() as { port: number }
    const port = 45_000 + Math.floor(Math.random() * 2000)
    const directory = mkdtempSync(join(tmpdir(), 'vedette-sink-'))
    closers.push(() => rmSync(directory, { recursive: true }))
    const file = join(directory, 'verdicts.jsonl')
    const sinks = `, sink: [repository, { type: file, path: /nonexistent/verdicts }, { type: http, url: 'http://127.0.0.1:${sinkPort}/' }, { type: http, url: 'http://127.0.0.1:1/' }, { type: socket, address: 127.0.0.1, port: 1 }, { type: file, path: ${file} }]`
    const engine = await run(homeWith(udpStream(port, sinks)))
    await running(engine, 'load')
    await sendUdp(port, messages(40))
    const view = await until(
      () => viewOf(engine, 'load'),
      ({ sinks }) => sinks.length === 6 && sinks.every(({ delivered, failed }) => delivered + failed === 40),
    )
    expect(view.sinks.map(({ delivered, failed }) => [delivered, failed])).toEqual([
      [40, 0],
      [0, 40],
      [40, 0],
      [0, 40],
      [0, 40],
      [40, 0],
    ])
    expect(view.sinks[1]!.failure).toContain('ENOENT')
    expect(received).toHaveLength(40)
    expect(
      readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { value: number }).value),
    ).toEqual(messages(40).map((text) => (JSON.parse(text) as { value: number }).value))
  })
})

describe('a stream of records', () => {
  it('replays history before its first verdict, and changes with vedette.yml', async () => {
    const home = homeWith('')
    const engine = await run(home)
    const port = (engine.sources.find('syslog-udp')!.state as { port: number }).port
    const recent = Math.floor(Date.now() / 300_000) * 300_000 - 6 * 3_600_000
    const lines = (from: number, windows: number, each: (n: number) => number) =>
      Array.from({ length: windows }, (_, n) =>
        sshAttack({ from: `203.0.113.${n % 250}`, start: recent + (from + n) * 300_000, count: each(n), user: 'alice' }),
      ).flat()
    const history = lines(0, 40, (n) => 2 + (n % 3))
    await sendUdp(port, history)
    await untilStored(engine, history.length)
    const context = contextOf(engine)
    const definition = {
      name: 'failures',
      source: { type: 'records' as const, query: 'event.category:authentication event.outcome:failure', group_by: ['user.name'] },
      aggregation: { window: 300, lateness: 0 },
      engine: { type: 'robust', params: { window: 30 } },
    }
    const { requests } = await import('../contract/requests.ts')
    await handlers['streams.save'](requests['streams.save'].input.parse({ stream: definition }), context)
    expect(readFileSync(join(home, 'vedette.yml'), 'utf8')).toContain('name: failures')
    await running(engine, 'failures')
    const next = [...lines(40, 1, () => 60), ...lines(41, 2, () => 2)]
    await sendUdp(port, next)
    await until(
      () => viewOf(engine, 'failures').anomalies,
      (anomalies) => anomalies === 1,
    )
    expect(
      await until(
        () => eventsOf(engine),
        (events) => events.length === 1,
      ),
    ).toMatchObject([{ entity: { kind: 'user', value: 'alice' }, metadata: { value: 60 } }])
    // Verdicts on history are discarded.
    expect((await seriesOf(engine, 'failures', 'alice')).total).toBeLessThan(5)
    expect(await handlers['signals.keys']({ stream: 'failures', limit: 10 }, context)).toMatchObject({
      total: 1,
      keys: [{ key: 'alice', anomalies: 1 }],
    })

    await handlers['streams.setEnabled']({ name: 'failures', enabled: false }, context)
    expect(viewOf(engine, 'failures').state).toEqual({ kind: 'off' })
    await handlers['streams.setEnabled']({ name: 'source-records', enabled: true }, context)
    expect(viewOf(engine, 'source-records')).toMatchObject({ preset: 'source-records' })
    await running(engine, 'source-records')
    const { presets } = await handlers['streams.presets']({}, context)
    expect(presets.filter(({ enabled }) => enabled).map(({ name }) => name)).toEqual(['source-records'])
    await handlers['streams.remove']({ name: 'failures' }, context)
    expect(engine.streams.list().map(({ stream }) => stream.name)).toEqual(['source-records'])
    expect(engine.console.activity({ limit: 10 }).map(({ what }) => what)).toEqual(
      expect.arrayContaining(['stream.add', 'stream.disable', 'stream.enable', 'stream.remove']),
    )
    await expect(handlers['streams.remove']({ name: 'failures' }, context)).rejects.toThrow('There is no stream named "failures".')
  })
})

describe('a stream of values over HTTP', () => {
  it('stores what it acknowledges, says what is no message, and takes nothing for other streams', async () => {
    const engine = await run(
      homeWith('streams:\n  - { name: orders, source: { type: http }, aggregation: { function: sum, window: 60, lateness: 0 } }\n'),
    )
    const service = createApiService(engine)
    const caller = { token_id: 't', name: 'shop', scopes: [] }
    const send = (name: string, values: unknown[]) => service.measurements(name, values, caller)
    await running(engine, 'orders')
    const minutes = Array.from({ length: 12 }, (_, n) => ({
      application: 'shop',
      ts: new Date(start + n * 30_000).toISOString(),
      value: n,
    }))
    expect(await send('orders', [...minutes, { application: 'shop', value: 1 }])).toEqual({ kind: 'done', value: { accepted: 13, bad: 1 } })
    const { points } = await until(
      () => seriesOf(engine, 'orders', 'shop'),
      ({ total }) => total === 5,
    )
    expect(points.map(({ ts, value }) => [(ts - start) / 60_000, value])).toEqual([1, 5, 9, 13, 17].map((sum, at) => [at, sum]))
    expect(await send('nobody', minutes)).toMatchObject({ kind: 'failed', failure: { kind: 'not_found' } })
  })
})

describe('a stream of a file', () => {
  it('is read on as the file grows, and after a restart from where it was', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'vedette-file-'))
    closers.push(() => rmSync(directory, { recursive: true }))
    const file = join(directory, 'values.jsonl')
    writeFileSync(
      file,
      messages(20)
        .map((line) => `${line}\n`)
        .join(''),
    )
    const home = homeWith(`streams:\n  - { name: tail, source: { type: file, path: ${file} }, engine: { type: robust } }\n`)
    const first = await startEngine(home)
    await until(
      () => viewOf(first, 'tail').points,
      (points) => points === 20,
    )
    appendFileSync(file, `${message(20, 1)}\n{"half":`)
    await until(
      () => viewOf(first, 'tail').points,
      (points) => points === 21,
    )
    await first.close()
    appendFileSync(file, `1}\n${message(21, 2)}\n`)
    const second = await run(home)
    await until(
      () => viewOf(second, 'tail'),
      ({ points, bad }) => points === 22 && bad === 1,
    )
    await until(
      () => seriesOf(second, 'tail', 'shop'),
      ({ total }) => total === 22,
    )
  })
})
