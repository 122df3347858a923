import { createSocket } from 'node:dgram'
import { createConnection } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { sourceSchema, type Source } from '../model/source.ts'
import type { OpenResult, Sink } from './collector.ts'
import { collectors } from './index.ts'

interface Received {
  text: string
  peer: string
}

/** A sink that remembers, and can be made full. */
class RecordingSink implements Sink {
  full = false
  readonly received: Received[] = []
  readonly losses: Record<string, number> = {}
  private waiting: (() => void)[] = []

  push(bytes: Uint8Array, peer: string): void {
    this.received.push({ text: Buffer.from(bytes).toString('latin1'), peer })
  }
  dropped(reason: string, count: number): void {
    this.losses[reason] = (this.losses[reason] ?? 0) + count
  }
  refused(reason: string, count: number): void {
    this.dropped(reason, count)
  }
  onDrain(callback: () => void): void {
    this.waiting.push(callback)
  }
  drain(): void {
    this.full = false
    for (const callback of this.waiting.splice(0)) callback()
  }
}

const open: { close: () => Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ close }) => close()))
})

function source(type: Source['type'], port = 0, address = '127.0.0.1'): Source {
  return sourceSchema.parse({ id: 'test', type, port, address })
}

async function listen(type: Source['type'], sink: Sink, port = 0): Promise<Extract<OpenResult, { kind: 'listening' }>> {
  const collector = collectors.find((candidate) => candidate.type === type)
  const result = await collector!.open(source(type, port), sink)
  if (result.kind !== 'listening') throw new Error(result.failure.message)
  open.push(result)
  return result
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(condition()).toBe(true)
}

function sendUdp(port: number, ...messages: string[]): Promise<void> {
  const socket = createSocket('udp4')
  return new Promise((resolve) => {
    let left = messages.length
    for (const message of messages) socket.send(message, port, '127.0.0.1', () => (left -= 1) === 0 && socket.close(() => resolve()))
  })
}

function sendTcp(port: number, ...pieces: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => {
      for (const piece of pieces) socket.write(piece)
      socket.end()
    })
    socket.once('close', () => resolve())
    socket.once('error', reject)
  })
}

test('every datagram is one message, with the address it came from', async () => {
  const sink = new RecordingSink()
  const { port } = await listen('syslog-udp', sink)
  await sendUdp(port, 'one', 'two', '')
  await until(() => sink.received.length === 3)
  expect(sink.received.map(({ text }) => text).sort()).toEqual(['', 'one', 'two'])
  expect(sink.received[0]?.peer).toBe('127.0.0.1')
})

test('datagrams that come while the corridor is full are counted, not kept', async () => {
  const sink = new RecordingSink()
  const { port } = await listen('syslog-udp', sink)
  sink.full = true
  await sendUdp(port, 'a', 'b')
  await until(() => sink.losses['queue_full'] === 2)
  expect(sink.received).toEqual([])
})

test('both framings of RFC 6587 are told apart on each connection', async () => {
  const sink = new RecordingSink()
  const { port } = await listen('syslog-tcp', sink)
  await sendTcp(port, '<13>first\n<13>sec', 'ond\n')
  await sendTcp(port, '9 <13>third10 <13>', 'fourth')
  await until(() => sink.received.length === 4)
  expect(sink.received.map(({ text }) => text)).toEqual(['<13>first', '<13>second', '<13>third', '<13>fourth'])
})

test('a TCP sender is slowed while the corridor is full, and nothing of it is lost', async () => {
  const sink = new RecordingSink()
  const { port } = await listen('syslog-tcp', sink)
  sink.full = true
  const lines = 200_000
  const text = Array.from({ length: lines }, (_, n) => `<13>line ${n}\n`).join('')
  const sent = sendTcp(port, text)
  await until(() => sink.received.length > 0)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(sink.received.length).toBeLessThan(lines)
  sink.drain()
  await sent
  await until(() => sink.received.length === lines)
})

describe('a source that cannot listen says why', () => {
  test('the port is taken, over UDP and over TCP', async () => {
    for (const type of ['syslog-udp', 'syslog-tcp'] as const) {
      const sink = new RecordingSink()
      const { port } = await listen(type, sink)
      const collector = collectors.find((candidate) => candidate.type === type)
      const second = await collector!.open(source(type, port), sink)
      expect(second).toMatchObject({ kind: 'failed', failure: { kind: 'port_taken' } })
    }
  })

  test('the address is not ours', async () => {
    for (const collector of collectors) {
      const result = await collector.open(source(collector.type, 5999, '192.0.2.1'), new RecordingSink())
      expect(result).toMatchObject({ kind: 'failed', failure: { kind: 'bad_address' } })
    }
  })
})

test('every collector has a command that names its address and port', () => {
  for (const collector of collectors) {
    const command = collector.testCommand('192.0.2.7', 5514)
    expect(command).toContain('192.0.2.7')
    expect(command).toContain('5514')
  }
})
