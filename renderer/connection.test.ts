import { afterEach, describe, expect, it } from 'vitest'
import { WebSocketServer, type WebSocket as ServerSocket } from 'ws'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ClientMessage, ServerMessage } from '../app/contract/protocol.ts'
import { backOff, createConnection, type Connection, type ConnectionState } from './connection.ts'
import { overSocket } from './connection-socket.ts'

const closers: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

interface Door {
  url: string
  port: number
  received: ClientMessage[]
  sockets: ServerSocket[]
  stop(): Promise<void>
}

/** A real server of the protocol; `answer` says what each message is answered with. */
async function serve(answer: (message: ClientMessage) => ServerMessage[], options: { port?: number; token?: boolean } = {}): Promise<Door> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(options.token === false ? 401 : 200).end()
  })
  const door = new WebSocketServer({ noServer: true })
  const received: ClientMessage[] = []
  const sockets: ServerSocket[] = []
  server.on('upgrade', (request, socket, head) => {
    if (options.token === false) return socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n')
    door.handleUpgrade(request, socket, head, (client) => {
      sockets.push(client)
      client.on('message', (data) => {
        const message = JSON.parse(String(data)) as ClientMessage
        received.push(message)
        for (const reply of answer(message)) client.send(JSON.stringify(reply))
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.terminate()
      server.closeAllConnections()
      server.close(() => resolve())
    })
  closers.push(stop)
  return { url: `ws://127.0.0.1:${port}/api/socket`, port, received, sockets, stop }
}

function connectTo(url: string): Connection {
  const connection = createConnection(overSocket(url))
  closers.push(() => connection.close())
  return connection
}

function becomes(connection: Connection, kind: ConnectionState['kind']): Promise<ConnectionState> {
  if (connection.state().kind === kind) return Promise.resolve(connection.state())
  return new Promise((resolve) => {
    const stop = connection.onState((state) => {
      if (state.kind !== kind) return
      stop()
      resolve(state)
    })
  })
}

const hello = { version: '1', host: 'headless' }
const greet = (message: ClientMessage): ServerMessage[] =>
  message.kind === 'request' && message.name === 'session.hello' ? [{ kind: 'response', id: message.id, output: hello }] : []

describe('a connection over a socket', () => {
  it('answers a request made before the socket was open', async () => {
    const door = await serve(greet)
    const connection = connectTo(door.url)
    expect(connection.state().kind).toBe('connecting')
    expect(await connection.send('session.hello', {})).toEqual({ kind: 'ok', output: hello })
  })

  it('matches answers to requests whatever their order', async () => {
    const held: number[] = []
    const door = await serve((message) => {
      if (message.kind !== 'request') return []
      held.push(message.id)
      return held.length < 2 ? [] : held.reverse().map((id) => ({ kind: 'response', id, output: { id } }))
    })
    const connection = connectTo(door.url)
    const [first, second] = await Promise.all([connection.send('session.hello', {}), connection.send('flags.list', {})])
    const ids = door.received.map((message) => message.id)
    expect(first).toEqual({ kind: 'ok', output: { id: ids[0] } })
    expect(second).toEqual({ kind: 'ok', output: { id: ids[1] } })
  })

  it('hands a failure over as a value', async () => {
    const error = { kind: 'not_found', message: 'No such event.' } as const
    const door = await serve((message) => [{ kind: 'failure', id: message.id, error }])
    expect(await connectTo(door.url).send('events.get', { id: 'x' })).toEqual({ kind: 'failed', error })
  })

  it('tells the engine of a cancelled request and answers cancelled at once', async () => {
    const door = await serve(() => [])
    const connection = connectTo(door.url)
    await becomes(connection, 'open')
    const stop = new AbortController()
    const answer = connection.send('session.hello', {}, { signal: stop.signal })
    stop.abort()
    expect(await answer).toMatchObject({ kind: 'failed', error: { kind: 'cancelled' } })
    await expect.poll(() => door.received.map((message) => message.kind)).toEqual(['request', 'cancel'])
    expect(door.received[1]!.id).toBe(door.received[0]!.id)
  })

  it('reports progress until the answer', async () => {
    const door = await serve(({ id }) => [
      { kind: 'progress', id, fraction: 0.25 },
      { kind: 'progress', id, fraction: 0.75 },
      { kind: 'response', id, output: {} },
    ])
    const fractions: number[] = []
    await connectTo(door.url).send('session.hello', {}, { onProgress: (fraction) => fractions.push(fraction) })
    expect(fractions).toEqual([0.25, 0.75])
  })

  it('hands pushes to those who asked for that name, until they stop', async () => {
    const door = await serve(greet)
    const connection = connectTo(door.url)
    const seen: unknown[] = []
    const stop = connection.subscribe('flags.changed', (value) => seen.push(value))
    await connection.send('session.hello', {})
    const push = async (name: string, value: unknown) => {
      door.sockets[0]!.send(JSON.stringify({ kind: 'push', name, value }))
      await connection.send('session.hello', {})
    }
    await push('flags.changed', { flags: [] })
    await push('sources.changed', { sources: [] })
    stop()
    await push('flags.changed', { flags: [1] })
    expect(seen).toEqual([{ flags: [] }])
  })

  it('fails what is in flight when the engine goes, and comes back when it does', async () => {
    const door = await serve(() => [])
    const connection = connectTo(door.url)
    await becomes(connection, 'open')
    const answer = connection.send('session.hello', {})
    await expect.poll(() => door.received.length).toBe(1)
    await door.stop()
    expect(await answer).toMatchObject({ kind: 'failed', error: { kind: 'unavailable' } })
    expect(connection.state()).toMatchObject({ kind: 'waiting', attempt: 1 })
    expect(await connection.send('session.hello', {})).toMatchObject({ kind: 'failed', error: { kind: 'unavailable' } })
    await serve(greet, { port: door.port })
    await becomes(connection, 'open')
    expect(await connection.send('session.hello', {})).toEqual({ kind: 'ok', output: hello })
  })

  it('stops trying where its token is refused, until told to', async () => {
    const door = await serve(greet, { token: false })
    const connection = connectTo(door.url)
    expect(await becomes(connection, 'refused')).toMatchObject({ message: expect.stringContaining('token') })
    await door.stop()
    await serve(greet, { port: door.port })
    connection.retry()
    await becomes(connection, 'open')
  })

  it('waits longer after every failure, up to ten seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 50].map(backOff)).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000])
  })
})
