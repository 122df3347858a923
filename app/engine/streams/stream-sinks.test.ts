import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sendUdp } from '../testing/running-engine.ts'
import { Outlet } from './outlet.ts'
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

  it('keeps nobody waiting at the end for a sink that does not answer', async () => {
    let tries = 0
    const server = createServer((request) => {
      tries += 1
      request.resume()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    closeLater(() => server.closeAllConnections())
    closeLater(() => server.close())
    const { port } = server.address() as { port: number }
    const outlet = new Outlet({ type: 'http', url: `http://127.0.0.1:${port}/` })
    const verdict = { stream: 'load', key: 'shop', ts: 0, value: 1, score: 0, probability: 0, lower: null, upper: null }
    outlet.push(Array.from({ length: 3000 }, () => ({ ...verdict, is_anomaly: false, warming: true })))
    await outlet.close()
    expect(tries).toBe(1)
    expect(outlet).toMatchObject({ delivered: 0, failed: 3000 })
  })

  it('may be a socket: JSON lines over TCP, a datagram a verdict over UDP', async () => {
    const overTcp: string[] = []
    const listener = createTcpServer((socket) => {
      let rest = ''
      socket.on('data', (part: Buffer) => {
        const lines = (rest + part.toString()).split('\n')
        rest = lines.pop() ?? ''
        overTcp.push(...lines)
      })
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', () => resolve()))
    closeLater(() => listener.close())
    const overUdp: string[] = []
    const datagrams = createSocket('udp4').on('message', (bytes) => overUdp.push(bytes.toString()))
    await new Promise<void>((resolve) => datagrams.bind(0, '127.0.0.1', () => resolve()))
    closeLater(() => datagrams.close())
    const address = (protocol: string, port: number) => `{ type: socket, protocol: ${protocol}, address: 127.0.0.1, port: ${port} }`
    const { port: tcpPort } = listener.address() as { port: number }
    const sinks = `, sink: [${address('tcp', tcpPort)}, ${address('udp', datagrams.address().port)}]`
    const port = 47_000 + Math.floor(Math.random() * 2000)
    const engine = await run(homeWith(udpStream(port, sinks)))
    await untilRunning(engine, 'load')
    await sendUdp(port, messages(40))
    await until(
      () => [overTcp.length, overUdp.length],
      ([tcp, udp]) => tcp === 40 && udp === 40,
    )
    for (const text of [...overTcp, ...overUdp]) expect(JSON.parse(text)).toMatchObject({ stream: 'load', key: 'shop', is_anomaly: false })
    // What is not asked for is not kept.
    expect(viewOf(engine, 'load').last).toBeUndefined()
  })
})
