import { once } from 'node:events'
import { connect } from 'node:net'
import fastifyWebsocket from '@fastify/websocket'
import { expect, test } from 'vitest'
import { createLoopbackServer, listenOnLoopback } from './loopback-server.ts'

test('the connection of a refused upgrade is closed, and does not keep the server from ending', async () => {
  const loopback = await createLoopbackServer({})
  await loopback.server.register(fastifyWebsocket)
  const listening = await listenOnLoopback(loopback, 0)
  if (listening.kind === 'failed') throw new Error(listening.message)
  const { port } = listening
  for (const [path, words] of [
    ['/api/socket', 'Open the address'],
    ['/%zz', 'cannot be read'],
  ] as const) {
    const socket = connect(port, '127.0.0.1')
    const closed = once(socket, 'close')
    let answer = ''
    socket.on('data', (bytes: Buffer) => (answer += bytes.toString()))
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
    await closed
    expect(answer).toMatch(/^HTTP\/1.1 401 /)
    expect(answer).toContain(words)
  }
  await loopback.server.close()
})
