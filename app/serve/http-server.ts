import fastifyStatic from '@fastify/static'
import fastifyWebsocket from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import type { ApiService } from '../contract/api.ts'
import type { ConsoleService } from '../contract/console.ts'
import { addApi } from './api/add-api.ts'
import type { LogRefusal } from './api/refusal-log.ts'
import { surroundings } from './api/surroundings.ts'
import { Connection, type TextWire } from './connection.ts'
import { bodyLimit, createLoopbackServer, listenOnLoopback } from './loopback-server.ts'

export interface ConsoleServerOptions {
  service: ConsoleService
  /** What answers applications under `/v1`; without it there is no such path. */
  api?: ApiService
  /** Hears of every request that the API refused. */
  log?: LogRefusal
  /** Port on 127.0.0.1; 0 takes a free one. */
  port: number
  token?: string
  /** Folder of the built window. */
  window: string
  /** Which store a new window looks at first. */
  store?: 'live' | 'sample'
}

export type ServeResult =
  { kind: 'serving'; url: string; token: string; port: number; close: () => Promise<void> } | { kind: 'failed'; message: string }

/** Serves the window and the contract on loopback. */
export async function serveConsole(options: ConsoleServerOptions): Promise<ServeResult> {
  const { api, log } = options
  const loopback = await createLoopbackServer({ token: options.token })
  const { server, doors } = loopback
  await server.register(fastifyWebsocket, { options: { maxPayload: bodyLimit } })
  await server.register(fastifyStatic, { root: options.window, cacheControl: false })
  await server.register((scope) => {
    addSocket(scope, options)
    addRequests(scope, options.service)
    return Promise.resolve()
  })
  if (api !== undefined) await addApi(server, { service: api, around: surroundings(loopback), log })
  const listening = await listenOnLoopback(loopback, options.port)
  if (listening.kind === 'failed') return listening
  const { port } = listening
  return { kind: 'serving', url: `http://127.0.0.1:${port}/?token=${doors.token}`, token: doors.token, port, close: () => server.close() }
}

function addSocket(server: FastifyInstance, options: ConsoleServerOptions): void {
  server.get('/api/socket', { websocket: true }, (socket) => {
    const wire: TextWire = {
      send: (text) => {
        if (socket.readyState === socket.OPEN) socket.send(text)
      },
      backlog: () => socket.bufferedAmount,
    }
    const connection = new Connection(wire, options.service, options.store)
    socket.on('message', (data: Buffer) => void connection.receive(data.toString('utf8')))
    socket.on('close', () => connection.close())
    socket.on('error', () => socket.terminate())
  })
}

/** The same requests for scripts and the command line: `POST /api/requests/events.search` with the input as JSON. */
function addRequests(server: FastifyInstance, service: ConsoleService): void {
  server.post<{ Params: { name: string } }>('/api/requests/:name', async (request, reply) => {
    const session = service.open({})
    const answer = await session.answer(request.params.name, request.body ?? {}, {
      signal: new AbortController().signal,
      progress: () => undefined,
    })
    session.close()
    return reply.send(answer)
  })
}
