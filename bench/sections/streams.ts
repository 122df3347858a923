import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signalPresets } from '../../app/detect/signals/presets.ts'
import { SignalStage } from '../../app/detect/signals/signal-stage.ts'
import type { Fields } from '../../app/model/fields.ts'
import type { TelemetryRecord } from '../../app/model/record.ts'
import { streamSchema, type SignalJudgement, type StreamDefinition } from '../../app/model/stream.ts'
import { openSignalStore } from '../../app/store/index.ts'
import { benchSignalPage } from './signal-page.ts'
import { bytesUsed } from '../support/bytes-used.ts'
import { report, title } from '../support/report.ts'

const begin = Date.UTC(2026, 10, 20, 9)
const minute = 60_000
const discard = () => undefined

/** What streams cost a record, what windows and verdicts cost, and how a long signal is drawn. In this process, on one core. */
export async function benchStreams({ records }: { records: number }): Promise<void> {
  title(`Streams, ${records.toLocaleString('en')} records`)
  const traffic = makeTraffic(Math.min(records, 1_000_000))
  const without = costOf([], traffic)
  report({ name: 'a record, no stream', value: without, unit: 'ns' })
  const mixed = signalPresets.map(({ stream }) => stream)
  report({
    name: `a record, all ${mixed.length} presets`,
    value: costOf(mixed, traffic),
    unit: 'ns',
    note: 'flows 80 %, logins 10 %, requests 10 %',
  })
  const [flows] = mixed
  report({ name: 'a record, one preset (flows per host)', value: costOf([flows!], traffic), unit: 'ns' })
  for (const keys of [1000, 10_000, 100_000]) benchWindows(keys)
  benchStore()
  await benchSignalPage()
}

function stageWith(streams: readonly StreamDefinition[]): SignalStage {
  const stage = new SignalStage({ quiet: 3600 })
  stage.setStreams(
    streams.map((stream) => ({ ...stream, warmup: 0 })),
    0,
  )
  return stage
}

/** Nanoseconds of this processor a record, the better of two runs. */
function costOf(streams: readonly StreamDefinition[], records: readonly TelemetryRecord[]): number {
  return Math.min(
    ...[1, 2].map(() => {
      const stage = stageWith(streams)
      const started = process.cpuUsage()
      for (let at = 0; at < records.length; at += 1) {
        stage.observe(records[at]!, discard)
        if (at % 4096 === 0) stage.takeJudgements()
      }
      return (process.cpuUsage(started).user * 1000) / records.length
    }),
  )
}

/** Each window of each key: one value in, one verdict out. */
function benchWindows(keys: number): void {
  const stream = streamSchema.parse({
    name: 'load',
    source: { type: 'http' },
    aggregation: { function: 'avg', window: 60, lateness: 0 },
    engine: { type: 'robust' },
    max_keys: keys,
  })
  const stage = stageWith([stream])
  const rounds = Math.max(6, Math.ceil(400_000 / keys))
  const before = bytesUsed()
  let judged = 0
  const started = process.cpuUsage()
  for (let round = 0; round < rounds; round += 1) {
    for (let key = 0; key < keys; key += 1) {
      stage.observe(message(round * keys + key, begin + round * minute, `app-${key}`, (key * 7 + round * 13) % 17), discard)
    }
    judged += stage.takeJudgements().length
  }
  const seconds = process.cpuUsage(started).user / 1e6
  const memory = (bytesUsed() - before) / keys
  report({
    name: `windows closed and judged, ${keys.toLocaleString('en')} keys`,
    value: judged / seconds,
    unit: 'per second',
    note: `robust; ${(memory / 1024).toFixed(1)} KiB a key`,
  })
  const snapshot = process.cpuUsage()
  const size = JSON.stringify(stage.snapshot()).length
  report({
    name: `snapshot of ${keys.toLocaleString('en')} keys`,
    value: process.cpuUsage(snapshot).user / 1000,
    unit: 'ms',
    note: `${(size / 1e6).toFixed(1)} MB`,
  })
}

function benchStore(): void {
  const directory = mkdtempSync(join(tmpdir(), 'vedette-bench-'))
  try {
    const opened = openSignalStore(join(directory, 'signals.db'))
    if (opened.kind === 'failed') throw new Error(opened.failure.message)
    const { store } = opened
    const count = 1_000_000
    const started = performance.now()
    for (let from = 0; from < count; from += 10_000) store.write(Array.from({ length: 10_000 }, (_, n) => verdict(from + n)))
    report({ name: 'verdicts into signals.db', value: count / ((performance.now() - started) / 1000), unit: 'per second' })
    const asked = process.cpuUsage()
    const { points } = store.series('load', 'shop', { from: 0, to: 4e12, points: 2000 })
    report({
      name: 'a drawing of 1,000,000 points',
      value: process.cpuUsage(asked).user / 1000,
      unit: 'ms',
      note: `${points.length} points kept`,
    })
    store.close()
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function verdict(n: number): SignalJudgement {
  const usual = { score: 0.3, probability: 0.5, lower: 0, upper: 20, is_anomaly: n % 5000 === 0, warming: false }
  return { stream: 'load', key: 'shop', ts: begin + n * 1000, value: (n * 7919) % 101, ...usual }
}

function message(seq: number, time: number, application: string, value: number): TelemetryRecord {
  const fields: Fields = {
    'event.kind': 'metric',
    'event.dataset': 'vedette.measurement',
    'vedette.stream': 'load',
    'vedette.application': application,
    'vedette.value': value,
  }
  return { seq, time, arrival: time, source: 'stream-load', raw: new Uint8Array(), fields }
}

/** An office of 500 hosts behind one exporter, with some logins and requests among the flows. */
function makeTraffic(count: number): TelemetryRecord[] {
  const raw = new Uint8Array()
  return Array.from({ length: count }, (_, n) => {
    const time = begin + Math.floor(n / 50)
    const fields = n % 10 === 0 ? loginFields(n) : n % 10 === 5 ? requestFields(n) : flowFields(n)
    return { seq: n + 1, time, arrival: time, source: n % 10 === 0 ? 'syslog-udp' : 'netflow', raw, fields }
  })
}

function flowFields(n: number): Fields {
  return {
    'event.kind': 'event',
    'event.category': 'network',
    'event.dataset': 'netflow',
    'event.action': 'netflow_flow',
    'observer.ip': '192.0.2.1',
    'source.ip': `10.0.${n % 2}.${(n * 7) % 250}`,
    'destination.ip': `198.51.${n % 17}.${(n * 31) % 250}`,
    'destination.port': n % 7 === 0 ? 53 : 443,
    'source.bytes': 900 + (n % 500),
    'network.direction': n % 3 === 0 ? 'inbound' : 'outbound',
  }
}

function loginFields(n: number): Fields {
  return {
    'event.kind': 'event',
    'event.category': 'authentication',
    'event.dataset': 'syslog',
    'event.action': 'ssh_login',
    'event.outcome': n % 3 === 0 ? 'failure' : 'success',
    'host.name': `web-${n % 20}`,
    'user.name': `user-${n % 300}`,
    'source.ip': `10.1.0.${n % 250}`,
  }
}

function requestFields(n: number): Fields {
  return {
    'event.kind': 'event',
    'event.category': 'web',
    'event.dataset': 'syslog',
    'event.action': 'http_request',
    'host.name': `web-${n % 20}`,
    'http.request.method': 'GET',
    'url.path': '/',
    'source.ip': `203.0.113.${n % 250}`,
  }
}
