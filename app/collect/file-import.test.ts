import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import type { Wire } from '../model/message.ts'
import type { Sink } from './collector.ts'
import { importFile, inspectFile, plausibleArrival, type FileImport, type ImportOptions } from './file-import.ts'
import { classic, ethernet, ipv4, text, udp } from './testing/captures.ts'

const folder = mkdtempSync(join(tmpdir(), 'vedette-import-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, bytes: string | Uint8Array): string {
  const file = join(folder, name)
  writeFileSync(file, bytes)
  return file
}

interface Imported {
  result: FileImport
  messages: { wire: Wire; text: string; peer: string }[]
  progress: number[]
}

async function run(file: string, options: Partial<ImportOptions> = {}): Promise<Imported> {
  const messages: Imported['messages'] = []
  const progress: number[] = []
  const sinkFor = (wire: Wire): Sink => ({
    push: (bytes, peer) => void messages.push({ wire, text: Buffer.from(bytes).toString('latin1'), peer }),
    full: false,
    dropped: () => undefined,
    refused: () => undefined,
    onDrain: (callback) => callback(),
  })
  const ports = { syslog: [514], netflow: [2055] }
  const onProgress = (fraction: number) => void progress.push(fraction)
  const result = await importFile(file, { format: 'auto', ports, sinkFor, onProgress, isCancelled: () => false, ...options })
  return { result, messages, progress }
}

const lines = Array.from({ length: 20_000 }, (_, n) => `<13>line ${n}`)

test('a log is its lines, plain or compressed, with progress to the end', async () => {
  for (const file of [write('a.log', lines.join('\n')), write('a.log.gz', gzipSync(lines.join('\n')))]) {
    const { result, messages, progress } = await run(file)
    expect(result).toEqual({ kind: 'done', problems: [] })
    expect(messages.map((message) => message.text)).toEqual(lines)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(progress.at(-1)).toBe(1)
  }
})

test('of a compressed log that was cut off or damaged, what comes before is read, and it is said', async () => {
  const whole = gzipSync(lines.join('\n'))
  const damaged = Buffer.from(whole)
  damaged.fill(0xff, whole.length / 2, whole.length / 2 + 64)
  for (const bytes of [whole.subarray(0, whole.length / 2), damaged]) {
    const { result, messages } = await run(write('cut.log.gz', bytes))
    expect(result).toMatchObject({ kind: 'done', problems: [expect.stringMatching(/cut off or damaged/)] })
    expect(messages.length).toBeGreaterThan(0)
    expect(messages.slice(0, -1).map((message) => message.text)).toEqual(lines.slice(0, messages.length - 1))
  }
})

test('lines that are the facts of requests are told by the first, or by their name', async () => {
  const facts = [
    { method: 'GET', path: '/a', status: 200 },
    { path: '/b', method: 'POST' },
  ].map((fact) => JSON.stringify(fact))
  const messages = facts.map((line) => ({ wire: 'request', text: line, peer: 'requests.jsonl' }))
  expect((await run(write('requests.jsonl', `${facts.join('\n')}\n`))).messages).toEqual(messages)
  for (const other of ['{"level":"info","msg":"GET /a"}', '{"method":5,"path":"/"}', '{"method":"GET", "path"', '[]']) {
    const file = write('other.log', `${other}\n`)
    expect(
      (await run(file)).messages.map(({ wire }) => wire),
      other,
    ).toEqual(['syslog'])
    expect((await run(file, { format: 'requests' })).messages.map(({ wire }) => wire)).toEqual(['request'])
  }
  expect((await run(write('requests.log', facts.join('\n')), { format: 'syslog' })).messages[0]?.wire).toBe('syslog')
})

test('a capture is told by its first bytes, and gives what was sent to syslog and flow ports', async () => {
  const packet = (port: number) => ({ bytes: ethernet(ipv4(udp(text(`to ${port}`), 40_000, port))) })
  const { result, messages } = await run(write('a.pcap', classic([514, 53, 2055].map(packet))))
  expect(result).toEqual({ kind: 'done', problems: [] })
  expect(messages).toEqual([
    { wire: 'syslog', text: 'to 514', peer: '192.0.2.1' },
    { wire: 'netflow', text: 'to 2055', peer: '192.0.2.1' },
  ])
})

test('what is asked for as a capture and is none is refused, and a capture may be read as a log', async () => {
  const log = write('b.log', 'no capture at all\n')
  expect((await run(log, { format: 'pcap' })).result).toMatchObject({
    kind: 'failed',
    message: expect.stringMatching(/neither a pcap nor/),
  })
  const capture = write('b.pcap', classic([{ bytes: ethernet(ipv4(udp(text('hello'), 1, 514))) }]))
  expect((await run(capture, { format: 'syslog' })).messages[0]?.wire).toBe('syslog')
})

test('a file that is not there, or a folder, fails with its name', async () => {
  const missing = join(folder, 'nowhere.log')
  expect(await inspectFile(missing)).toEqual({ kind: 'failed', message: `${missing}: there is no such file` })
  expect((await run(missing)).result.kind).toBe('failed')
  expect(await inspectFile(folder)).toEqual({ kind: 'failed', message: `${folder} is a folder` })
})

test('reading stops when it is cancelled', async () => {
  const { result, messages } = await run(write('c.log', lines.join('\n')), { isCancelled: () => true })
  expect(result).toEqual({ kind: 'cancelled' })
  expect(messages).toEqual([])
})

test('a modification time that cannot be is replaced by now', () => {
  const now = Date.UTC(2026, 10, 20)
  expect(plausibleArrival(0, now)).toBe(now)
  expect(plausibleArrival(now + 86_400_000, now)).toBe(now)
  expect(plausibleArrival(now - 5, now)).toBe(now - 5)
})
