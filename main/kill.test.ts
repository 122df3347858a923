import { spawn, type ChildProcess } from 'node:child_process'
import { createConnection } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { openOfflineConsole, openOfflineTelemetry } from '../app/engine.ts'
import type { Health } from '../app/model/counters.ts'
import { sshAttack, temporaryHome } from '../app/engine/testing/running-engine.ts'

const cli = fileURLToPath(new URL('./cli.ts', import.meta.url))
const children: ChildProcess[] = []
const cleanups: (() => void)[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const cleanup of cleanups.splice(0)) cleanup()
})

interface Ready {
  url: string
  token: string
  sources: { id: string; port: number }[]
}

async function start(home: string): Promise<{ child: ChildProcess; ready: Ready; port: number }> {
  const child = spawn(process.execPath, [cli, 'start', '--json', '--home', home], { stdio: ['ignore', 'pipe', 'ignore'] })
  children.push(child)
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout!).once('line', resolve)
    child.once('exit', () => reject(new Error('the console ended before it was ready')))
  })
  const ready = JSON.parse(line) as Ready
  return { child, ready, port: ready.sources.find(({ id }) => id === 'syslog-tcp')?.port ?? 0 }
}

async function switchDetectionOn({ url, token }: Ready): Promise<void> {
  const answer = await fetch(new URL('/api/requests/firstRun.finish', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ detection: true, alerting: false }),
  })
  expect(await answer.json()).toMatchObject({ kind: 'response' })
}

/** Records this run has stored; the kill comes right after, while the rest is still under way. */
async function untilStored({ url, token }: Ready, count: number): Promise<void> {
  for (let stored = 0; stored < count;) {
    const answer = await fetch(new URL('/api/requests/health.get', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    })
    const { output } = (await answer.json()) as { output: Health }
    stored = output.counters.sources.reduce((sum, source) => sum + source.stored, 0)
  }
}

function stream(port: number, lines: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => socket.end(lines.map((line) => `${line}\n`).join('')))
    socket.once('close', () => resolve())
    socket.once('error', () => resolve())
  })
}

function storedSeqs(home: string): number[] {
  const opened = openOfflineTelemetry(home)
  if (opened.kind !== 'opened') throw new Error('the telemetry is there')
  const { reader } = opened
  const seqs: number[] = []
  reader.replay(0, ({ records }) => seqs.push(...records.map(({ seq }) => seq)))
  reader.close()
  return seqs
}

test('kill −9 in mid-stream loses nothing that was committed, makes no event twice, and keeps the activity chain', async () => {
  const { home, remove } = temporaryHome()
  cleanups.push(remove)
  const begin = Date.UTC(2026, 10, 20, 9)
  const attacks = Array.from({ length: 300 }, (_, n) =>
    sshAttack({ from: `203.0.113.${n % 250}`, host: `web-${n % 7}`, start: begin + n * 1000, count: 20 }),
  )
  let committed: number[] = []
  for (let round = 0; round < 3; round += 1) {
    const { child, ready, port } = await start(home)
    await switchDetectionOn(ready)
    const sending = stream(port, attacks.slice(round * 100, round * 100 + 100).flat())
    await untilStored(ready, 200 + round * 500)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    await sending
    const now = storedSeqs(home)
    expect(now.slice(0, committed.length)).toEqual(committed)
    expect(now).toEqual([...new Set(now)].sort((a, b) => a - b))
    committed = now
  }
  expect(committed.length).toBeGreaterThan(0)

  const { child } = await start(home)
  child.kill('SIGTERM')
  await new Promise((resolve) => child.once('exit', resolve))
  const opened = openOfflineConsole(home)
  if (opened.kind !== 'opened') throw new Error('the console database is there')
  const { events } = opened.console.searchEvents({}, { limit: 1000 })
  const episodes = events.map(({ anomaly_type, entity, episode }) => `${anomaly_type} ${entity.value} ${episode}`)
  expect(new Set(episodes).size).toBe(episodes.length)
  expect(events.length).toBeGreaterThan(0)
  for (const event of events) expect(event.evidence.every((seq) => committed.includes(seq))).toBe(true)
  expect(opened.console.verifyActivity().kind).toBe('intact')
  opened.console.close()
}, 60_000)
