import { createSocket } from 'node:dgram'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, type Engine, type Platform } from '../../engine.ts'

export const quietPlatform: Platform = {
  host: 'headless',
  version: 'test',
  log: () => undefined,
  fatal: (message) => {
    throw new Error(message)
  },
  notify: () => Promise.resolve({ kind: 'delivered' }),
}

export const testConfig = `version: 1
sources:
  - { id: syslog-udp, type: syslog-udp, port: 0, timezone: UTC }
  - { id: syslog-tcp, type: syslog-tcp, port: 0, timezone: UTC }
  - { id: netflow, type: netflow-udp, port: 0, timezone: UTC }
`

export function temporaryHome(config = testConfig): { home: string; remove: () => void } {
  const home = mkdtempSync(join(tmpdir(), 'vedette-engine-'))
  writeFileSync(join(home, 'vedette.yml'), config)
  return { home, remove: () => rmSync(home, { recursive: true, force: true }) }
}

/** A real engine on a home, detection on, listening on free loopback ports. */
export async function startEngine(
  home: string,
  options: { listen?: boolean; detection?: boolean; sample?: boolean } = {},
): Promise<Engine> {
  const flags = { ANOMALY_DETECTION_ENABLED: options.detection ?? true }
  const created = await createEngine({ home, platform: quietPlatform, flags, listen: options.listen ?? true, sample: options.sample })
  if (created.kind === 'failed') throw new Error(created.failure.message)
  return created.engine
}

export function portOf(engine: Engine, id: string): number {
  const state = engine.sources.find(id)?.state
  if (state?.kind !== 'listening') throw new Error(`${id} is not listening: ${JSON.stringify(state)}`)
  return state.port
}

/** Waits until so many records are stored in all. */
export async function untilStored(engine: Engine, count: number, patience = 10_000): Promise<void> {
  const end = Date.now() + patience
  while (engine.storedRecords() < count) {
    if (Date.now() > end) throw new Error(`${engine.storedRecords()} of ${count} records stored after ${patience} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** One datagram a message, a few at a time: the kernel's buffer is the only brake. */
export async function sendUdp(port: number, messages: readonly (string | Uint8Array)[]): Promise<void> {
  const socket = createSocket('udp4')
  for (const [index, message] of messages.entries()) {
    await new Promise<void>((resolve, reject) => socket.send(message, port, '127.0.0.1', (error) => (error ? reject(error) : resolve())))
    if (index % 100 === 99) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await new Promise<void>((resolve) => socket.close(() => resolve()))
}

/** Newline-framed. */
export function sendTcp(port: number, messages: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => socket.end(messages.map((message) => `${message}\n`).join('')))
    socket.once('close', () => resolve())
    socket.once('error', reject)
  })
}

/** sshd lines of one address failing `count` times, a second apart, then (perhaps) getting in. */
export function sshAttack(options: {
  from: string
  start: number
  count: number
  user?: string
  success?: boolean
  host?: string
}): string[] {
  const { from, start, count, user = 'root', success = false, host = 'web-1' } = options
  const line = (at: number, text: string) => `<38>1 ${new Date(at).toISOString()} ${host} sshd 811 - - ${text}`
  const lines = Array.from({ length: count }, (_, n) =>
    line(start + n * 1000, `Failed password for ${user} from ${from} port ${40_000 + n} ssh2`),
  )
  if (success) lines.push(line(start + count * 1000, `Accepted password for ${user} from ${from} port 50001 ssh2`))
  return lines
}
