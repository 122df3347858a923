import fastifyCookie from '@fastify/cookie'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { createRequestId } from './api/request-id.ts'
import { securityHeaders } from './content-security.ts'
import { Doors, type Visitor } from './doors.ts'

/** Largest request body and socket message; a bulk action over ten thousand events is below it. */
export const bodyLimit = 4 << 20

export interface LoopbackServer {
  server: FastifyInstance
  doors: Doors
  visitor(request: FastifyRequest): Visitor
}

export type Listening = { kind: 'listening'; port: number } | { kind: 'failed'; message: string }

/** A server for this machine alone, with its doors closed: what is added to it is served to those they let in. */
export async function createLoopbackServer(options: { token?: string }): Promise<LoopbackServer> {
  const doors = new Doors(options.token)
  const server = fastify({
    bodyLimit,
    forceCloseConnections: true,
    return503OnClosing: false,
    genReqId: createRequestId,
    // An address that cannot be decoded meets no door, and nothing behind one: nobody who comes by it is let in.
    frameworkErrors: (_error, request: FastifyRequest, reply: FastifyReply) => {
      reply.raw.once('finish', () => closeRefusedUpgrade(request))
      void reply.code(401).headers(securityHeaders).type('text/plain; charset=utf-8').send('This address cannot be read.')
    },
  })
  await server.register(fastifyCookie)
  const loopback = { server, doors, visitor: (request: FastifyRequest) => readVisitor(request, cookieName(boundPort(server))) }
  guard(loopback)
  return loopback
}

export async function listenOnLoopback({ server, doors }: LoopbackServer, port: number): Promise<Listening> {
  try {
    await server.listen({ host: '127.0.0.1', port })
  } catch (error) {
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    return { kind: 'failed', message: taken ? `127.0.0.1:${port} is taken by another program.` : String(error) }
  }
  const bound = boundPort(server)
  doors.serveOn(bound)
  return { kind: 'listening', port: bound }
}

/** Before anything else, and for paths that do not exist as well. The API has a door of its own (`api/api-door.ts`). */
function guard({ server, doors, visitor }: LoopbackServer): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders)
    if (request.routeOptions.config.door === 'api') return
    const admission = doors.admit(visitor(request))
    switch (admission.kind) {
      case 'admitted':
        return
      case 'traded':
        return reply
          .setCookie(cookieName(boundPort(server)), admission.session, { httpOnly: true, sameSite: 'strict', path: '/' })
          .header('cache-control', 'no-store')
          .redirect('/', 303)
      case 'forbidden':
        return reply.code(403).type('text/plain; charset=utf-8').send(admission.message)
      case 'unauthorized':
        return reply.code(401).type('text/plain; charset=utf-8').send(admission.message)
    }
  })
  server.addHook('onResponse', async (request) => closeRefusedUpgrade(request))
  server.setNotFoundHandler((_request, reply) => reply.code(404).type('text/plain; charset=utf-8').send('There is nothing here.'))
}

/**
 * Node leaves the socket of an upgrade to whoever asked for them, and counts it no more: answered with a refusal it would stay
 * open for good, and keep the server from ending. (@fastify/websocket closes only those that came past its own hook.)
 */
function closeRefusedUpgrade({ headers, raw }: FastifyRequest): void {
  if (headers.upgrade !== undefined) raw.socket.destroy()
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
