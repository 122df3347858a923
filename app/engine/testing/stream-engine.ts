import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import type { SignalSeries, StreamView } from '../../contract/signals.ts'
import { createApiService, type Engine } from '../../engine.ts'
import type { SecurityEvent } from '../../model/event.ts'
import { handlers } from '../answers/index.ts'
import type { HandlerContext } from '../handler.ts'
import { startEngine, temporaryHome } from './running-engine.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

export const start = Date.UTC(2026, 10, 21, 8)
export const minute = 60_000

/** `close` is called when the test is over. */
export function closeLater(close: () => unknown): void {
  closers.push(close)
}

export function temporaryFolder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'vedette-streams-'))
  closeLater(() => rmSync(directory, { recursive: true }))
  return directory
}

export function homeWith(streams: string): string {
  const { home, remove } = temporaryHome(
    `version: 1\nsources:\n  - { id: syslog-udp, type: syslog-udp, port: 0, timezone: UTC }\n${streams}`,
  )
  closeLater(remove)
  return home
}

export async function run(home: string): Promise<Engine> {
  const engine = await startEngine(home)
  closeLater(() => engine.close())
  return engine
}

export function contextOf(engine: Engine): HandlerContext {
  return { engine, who: 'ada', signal: new AbortController().signal, progress: () => undefined } as unknown as HandlerContext
}

export function message(n: number, value: number, application = 'shop'): string {
  return JSON.stringify({ application, ts: new Date(start + n * minute).toISOString(), value })
}

/** A signal that swings a little; and at the end, if asked for, a value that never was. */
export function messages(count: number, outlier?: number, from = 0): string[] {
  const usual = Array.from({ length: count }, (_, n) => message(from + n, 10 + (((from + n) * 7) % 5)))
  return outlier === undefined ? usual : [...usual, message(from + count, outlier)]
}

/** What `POST /v1/streams/NAME` does. */
export function post(engine: Engine, name: string, values: readonly unknown[]) {
  return createApiService(engine).measurements(name, values, { token_id: 't', name: 'shop', scopes: [] })
}

export async function until<Value>(read: () => Value | Promise<Value>, good: (value: Value) => boolean, patience = 20_000): Promise<Value> {
  const end = Date.now() + patience
  for (;;) {
    const value = await read()
    if (good(value)) return value
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(value)?.slice(0, 500)}`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

export function viewOf(engine: Engine, name: string): StreamView {
  return engine.streams.list().find(({ stream }) => stream.name === name)!
}

export function untilRunning(engine: Engine, name: string): Promise<unknown> {
  return until(
    () => viewOf(engine, name).state,
    ({ kind }) => kind === 'running',
  )
}

export function untilPoints(engine: Engine, name: string, count: number): Promise<number> {
  return until(
    () => viewOf(engine, name).points,
    (points) => points === count,
  )
}

export function untilEvents(engine: Engine, count: number): Promise<SecurityEvent[]> {
  return until(
    () => engine.console.searchEvents({ anomaly_types: ['signal_anomaly'] }, { limit: 100 }).events,
    (events) => events.length === count,
  )
}

export async function seriesOf(engine: Engine, stream: string, key: string): Promise<SignalSeries> {
  return handlers['signals.series']({ stream, key, from: 0, to: 4e12, points: 1000 }, contextOf(engine))
}

export function udpStream(port: number, more = ''): string {
  return `streams:\n  - { name: load, source: { type: socket, protocol: udp, port: ${port} }, engine: { type: robust, params: { window: 30 } }${more} }\n`
}
