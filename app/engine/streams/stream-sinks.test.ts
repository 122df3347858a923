import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sendUdp } from '../testing/running-engine.ts'
import { closeLater, homeWith, messages, run, temporaryFolder, udpStream, until, untilRunning, viewOf } from '../testing/stream-engine.ts'

describe('sinks of a stream', () => {
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
    closeLater(() => server.close())
    const { port: sinkPort } = server.address() as { port: number }
    const port = 45_000 + Math.floor(Math.random() * 2000)
    const file = join(temporaryFolder(), 'verdicts.jsonl')
    const sinks = `, sink: [repository, { type: file, path: /nonexistent/verdicts }, { type: http, url: 'http://127.0.0.1:${sinkPort}/' }, { type: http, url: 'http://127.0.0.1:1/' }, { type: socket, address: 127.0.0.1, port: 1 }, { type: file, path: ${file} }]`
    const engine = await run(homeWith(udpStream(port, sinks)))
    await untilRunning(engine, 'load')
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
