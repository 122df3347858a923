import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { SampleState } from '../app/contract/imports.ts'
import type { Health } from '../app/model/counters.ts'
import type { SecurityEvent } from '../app/model/event.ts'
import type { Console } from './testing/command.ts'
import { openWorkplace } from './testing/workplace.ts'

const { makeHome, start } = openWorkplace()

const stateOf = async (console: Console) => (await console.request('sample.state')).output as SampleState

async function untilSample(console: Console, isSo: (state: SampleState) => boolean): Promise<SampleState> {
  for (;;) {
    const state = await stateOf(console)
    if (isSo(state)) return state
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A window's own connection, which alone remembers the store it looks at. */
async function openWindow({ ready: { url, token } }: Console) {
  const socket = new WebSocket(new URL('/api/socket', url.replace('http', 'ws')), { headers: { authorization: `Bearer ${token}` } })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  let asked = 0
  return {
    close: () => socket.close(),
    ask: <Output>(name: string, input: unknown = {}) =>
      new Promise<Output>((resolve) => {
        const id = ++asked
        const take = (text: Buffer) => {
          const message = JSON.parse(text.toString()) as { kind: string; id?: number; output: Output; error?: unknown }
          if (message.id !== id || message.kind === 'progress') return
          socket.off('message', take)
          resolve(message.kind === 'response' ? message.output : (message as Output))
        }
        socket.on('message', take)
        socket.send(JSON.stringify({ kind: 'request', id, name, input }))
      }),
  }
}

async function look(console: Console) {
  const window = await openWindow(console)
  const hello = await window.ask<{ sample: boolean; home: string }>('session.view', { store: 'sample' })
  const { events } = await window.ask<{ events: SecurityEvent[] }>('events.search', { query: {}, limit: 1000 })
  window.close()
  return { hello, events: events.map(({ id, anomaly_type, count }) => `${id} ${anomaly_type} ${count}`).sort() }
}

async function expectLiveUntouched(console: Console): Promise<void> {
  const { counters } = (await console.request('health.get')).output as Health
  expect(counters.sources.map(({ received, stored }) => received + stored).reduce((sum, count) => sum + count, 0)).toBe(0)
  expect((await console.request('events.search', { query: {}, limit: 10 })).output).toMatchObject({ events: [] })
}

test('a SAMPLE that is over is found again after kill −9, is shown as SAMPLE only, and can be deleted', async () => {
  const home = makeHome()
  let console = await start(home)
  await console.request('sample.start')
  // Past the first planted attack, so that there is something to look at.
  await untilSample(console, ({ progress }) => progress > 0.3)
  await console.request('sample.stop')
  const kept = await untilSample(console, ({ kind }) => kind === 'ready')
  const before = await look(console)
  expect(before.events.length).toBeGreaterThan(0)
  await console.end('SIGKILL')

  console = await start(home)
  expect(await stateOf(console)).toEqual(kept)
  await expectLiveUntouched(console)
  const after = await look(console)
  expect(after.hello).toMatchObject({ sample: true, home: join(home, 'SAMPLE') })
  expect(after.events).toEqual(before.events)
  await expectLiveUntouched(console)

  expect((await console.request('sample.delete')).output).toEqual({ kind: 'absent', progress: 0 })
  expect(existsSync(join(home, 'SAMPLE'))).toBe(false)
  await console.end('SIGKILL')
  console = await start(home)
  expect(await stateOf(console)).toEqual({ kind: 'absent', progress: 0 })
}, 120_000)

test('a replay that kill −9 cut short leaves nothing; one that the end of the program cut short stays as far as it came', async () => {
  const home = makeHome()
  let console = await start(home)
  await console.request('sample.start')
  await untilSample(console, ({ progress }) => progress > 0.02)
  expect(existsSync(join(home, 'SAMPLE', 'console.db'))).toBe(true)
  await console.end('SIGKILL')

  console = await start(home)
  expect(existsSync(join(home, 'SAMPLE'))).toBe(false)
  expect(await stateOf(console)).toEqual({ kind: 'absent', progress: 0 })
  await expectLiveUntouched(console)
  await console.request('sample.start')
  await untilSample(console, ({ progress }) => progress > 0.02)
  await console.end('SIGTERM')

  console = await start(home)
  const { kind, progress } = await stateOf(console)
  expect(kind).toBe('ready')
  expect(progress).toBeGreaterThan(0)
  expect(progress).toBeLessThan(1)
}, 120_000)

test('a SAMPLE that cannot be opened says so, and can still be deleted', async () => {
  const home = makeHome()
  let console = await start(home)
  await console.request('sample.start')
  await console.request('sample.stop')
  await untilSample(console, ({ kind }) => kind === 'ready')
  await console.end()
  writeFileSync(join(home, 'SAMPLE', 'console.db'), 'no database at all'.repeat(1000))

  console = await start(home)
  expect((await stateOf(console)).kind).toBe('ready')
  const answer = await console.request('session.view', { store: 'sample' })
  expect(answer).toMatchObject({ kind: 'failure', error: { kind: 'unavailable' } })
  await console.request('sample.delete')
  expect(existsSync(join(home, 'SAMPLE'))).toBe(false)
}, 120_000)
