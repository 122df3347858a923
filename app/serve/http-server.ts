import fastifyCookie from '@fastify/cookie'
import fastifyStatic from '@fastify/static'
import fastifyWebsocket from '@fastify/websocket'
import type { ConsoleService } from '../contract/console.ts'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { Connection, type TextWire } from './connection.ts'
import { securityHeaders } from './content-security.ts'
import { Doors, type Visitor } from './doors.ts'

export interface ConsoleServerOptions {
  service: ConsoleService
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

/** Largest request body and socket message; a bulk action over ten thousand events is below it. */
const bodyLimit = 4 << 20

/** Serves the window and the contract on loopback. */
export async function serveConsole(options: ConsoleServerOptions): Promise<ServeResult> {
  const doors = new Doors(options.token)
  const server = fastify({ bodyLimit, forceCloseConnections: true, return503OnClosing: false })
  await server.register(fastifyCookie)
  guard(server, doors, () => cookieName(boundPort(server)))
  await server.register(fastifyWebsocket, { options: { maxPayload: bodyLimit } })
  await server.register(fastifyStatic, { root: options.window, cacheControl: false })
  await server.register((scope) => {
    addSocket(scope, options)
    addRequests(scope, options.service)
    return Promise.resolve()
  })
  try {
    await server.listen({ host: '127.0.0.1', port: options.port })
  } catch (error) {
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    return { kind: 'failed', message: taken ? `127.0.0.1:${options.port} is taken by another program.` : String(error) }
  }
  const port = boundPort(server)
  doors.serveOn(port)
  return { kind: 'serving', url: `http://127.0.0.1:${port}/?token=${doors.token}`, token: doors.token, port, close: () => server.close() }
}

/** Before anything else, and for paths that do not exist as well. */
function guard(server: FastifyInstance, doors: Doors, cookie: () => string): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders)
    const admission = doors.admit(readVisitor(request, cookie()))
    switch (admission.kind) {
      case 'admitted':
        return
      case 'traded':
        return reply
          .setCookie(cookie(), admission.session, { httpOnly: true, sameSite: 'strict', path: '/' })
          .header('cache-control', 'no-store')
          .redirect('/', 303)
      case 'forbidden':
        return reply.code(403).type('text/plain; charset=utf-8').send(admission.message)
      case 'unauthorized':
        return reply.code(401).type('text/plain; charset=utf-8').send(admission.message)
    }
  })
  server.setNotFoundHandler((_request, reply) => reply.code(404).type('text/plain; charset=utf-8').send('There is nothing here.'))
}

function readVisitor(request: FastifyRequest, cookie: string): Visitor {
  const query = request.query as Record<string, unknown> | undefined
  const token = query?.['token']
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  return {
    host: request.headers.host,
    origin: request.headers.origin,
    path: request.url.split('?', 1)[0] ?? '/',
    queryToken: typeof token === 'string' ? token : undefined,
    bearer,
    cookie: request.cookies[cookie],
  }
}

/** Cookies know no ports: two consoles on one machine would overwrite each other's. */
function cookieName(port: number): string {
  return `vedette-${port}`
}

function boundPort(server: FastifyInstance): number {
  const bound = server.addresses()[0]
  return typeof bound === 'object' ? bound.port : 0
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
