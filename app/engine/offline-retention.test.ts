import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, expect, test } from 'vitest'
import type { RetentionRun } from '../model/retention.ts'
import { openConsoleStore, openDatasetStore, openSignalStore, openTelemetryReader, openTelemetryWriter } from '../store/index.ts'
import { runRetentionOffline } from './offline-retention.ts'
import { portOf, sendUdp, sshAttack, startEngine, temporaryHome, untilStored } from './testing/running-engine.ts'

const day = 86_400_000

/** As the engine does once they are a day old. */
function closeSegments(directory: string, now: number): void {
  const opened = openTelemetryWriter(directory, { retention_days: 30, budget_bytes: 1e9, segment_hours: 24, segment_bytes: 1e6 })
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  while (opened.writer.maintain(now));
  opened.writer.close()
}

async function clean(home: string, now: number): Promise<RetentionRun> {
  const cleaned = await runRetentionOffline(home, now)
  if (cleaned.kind !== 'cleaned') throw new Error(JSON.stringify(cleaned))
  return cleaned.taken
}

function fillSignals(file: string, times: readonly number[]): void {
  const opened = openSignalStore(file)
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  const verdict = { value: 1, score: 0.1, probability: 0.5, lower: 0, upper: 2, is_anomaly: false, warming: false }
  opened.store.write(times.map((ts) => ({ stream: 'load', key: '', ts, ...verdict })))
  opened.store.close()
}

function fillDatasets(file: string, at: number): void {
  const opened = openDatasetStore(file)
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  const { id } = opened.store.dataset('users', 'clerk', at)
  const counts = { records: 2, anomalies: 0, score: 0, is_anomaly: false, changes: 0, concerns: 0 }
  const of = {
    dataset: 'users',
    role: 'clerk',
    at,
    user: null,
    origin: 'request',
    operation_name: null,
    query_identity: null,
    before: null,
  }
  opened.store.addRun({
    dataset: id,
    volume: { count: 1, mean: 2, spread: 0, max: 2 },
    traces: {},
    run: { ...of, ...counts, result: { records: [] } } as never,
    rows: [1, 2].map((n) => ({ data: JSON.stringify({ n }), hash: n, anomalous: false })),
  })
  opened.store.close()
}

test('a home at rest forgets all that is past its time, keeps the evidence of events, and has nothing left to do the next time', async () => {
  const { home, remove } = temporaryHome()
  onTestFinished(remove)
  expect(await runRetentionOffline(join(home, 'elsewhere'), 0)).toEqual({ kind: 'absent' })
  const engine = await startEngine(home)
  const start = Date.now()
  const lines = sshAttack({ from: '203.0.113.7', start, count: 30 })
  await sendUdp(portOf(engine, 'syslog-udp'), lines)
  await untilStored(engine, lines.length)
  await engine.corridor.flush(true)
  const [event] = engine.console.searchEvents({ anomaly_types: ['authentication_brute_force'] }, { limit: 1 }).events
  const files = engine.home
  expect(await runRetentionOffline(home, start)).toMatchObject({ kind: 'failed', failure: { kind: 'home_taken' } })
  await engine.close()
  fillSignals(files.signals, [start - 200 * day, start - 100 * day, start])
  fillDatasets(join(home, 'datasets.db'), start - 20 * day)

  expect(await clean(home, start)).toMatchObject({
    telemetry: { segments: 0, records: 0 },
    signals: 2,
    models: 0,
    datasets: { records: 2, runs: 0, complete: true },
  })
  expect(await clean(home, start)).toMatchObject({ telemetry: { records: 0 }, signals: 0, datasets: { records: 0, runs: 0 } })
  closeSegments(files.telemetry, start + 2 * day)
  const later = await clean(home, start + 400 * day)
  expect(later).toMatchObject({
    telemetry: { segments: 1, records: lines.length },
    signals: 1,
    datasets: { records: 0, runs: 1, datasets: 1, complete: true },
  })
  const opened = openConsoleStore(files.console, { readonly: true })
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  const reader = openTelemetryReader(files.telemetry)
  expect(reader.count()).toBe(0)
  const { count, evidence } = opened.store.getEvent(event!.id)!
  expect(count).toBe(event!.count)
  expect(opened.store.keptEvidence(evidence)).toHaveLength(evidence.length)
  reader.close()
  opened.store.close()
})

test('a home that is run with a vedette.yml elsewhere is kept to that, and to no other by guess', async () => {
  const { home, remove } = temporaryHome()
  onTestFinished(remove)
  const engine = await startEngine(home)
  const { signals, config } = engine.home
  await engine.close()
  const start = Date.now()
  fillSignals(signals, [start - 200 * day])
  const elsewhere = join(home, 'elsewhere.yml')
  writeFileSync(elsewhere, 'version: 1\nsources: []\nsignals: { retention_days: 300 }\n')
  rmSync(config)
  expect(await runRetentionOffline(home, start)).toMatchObject({ kind: 'failed', failure: { kind: 'config', file: config } })
  expect(existsSync(config)).toBe(false)
  expect(await runRetentionOffline(home, start, elsewhere)).toMatchObject({ kind: 'cleaned', taken: { signals: 0 } })
  expect(await runRetentionOffline(home, start + 200 * day, elsewhere)).toMatchObject({ kind: 'cleaned', taken: { signals: 1 } })
})
