import type { IncomingMessage, ServerResponse } from 'node:http'
import { arrive, depart, type Arrival, type ObserveOptions } from './observe.ts'
import type { VedetteClient } from './types.ts'

/** The part of Fastify that is used, so that the client depends on nothing. */
interface FastifyLike {
  decorateRequest(name: symbol, value: null): unknown
  addHook(name: 'onRequest', hook: (request: RequestLike, reply: ReplyLike, done: () => void) => void): unknown
  addHook(name: 'onResponse', hook: (request: RequestLike, reply: ReplyLike, done: () => void) => void): unknown
}
interface RequestLike {
  raw: IncomingMessage
  originalUrl: string
}
type Decorated = RequestLike & Record<symbol, unknown>
interface ReplyLike {
  raw: ServerResponse
  getHeader(name: string): unknown
}

export interface VedetteFastifyOptions extends ObserveOptions<never> {
  client: VedetteClient
}

/** `app.register(vedetteFastify, { client })`: sees every route, those of other plugins too. */
export function vedetteFastify(server: FastifyLike, options: VedetteFastifyOptions, done: () => void): void {
  // A decoration is part of every request from its making; looking one up in a map costs more than all the rest here.
  const arrived = Symbol('vedette')
  server.decorateRequest(arrived, null)
  server.addHook('onRequest', (request, _reply, next) => {
    ;(request as Decorated)[arrived] = arrive(request.raw)
    next()
  })
  server.addHook('onResponse', (request, reply, next) => {
    const arrival = (request as Decorated)[arrived] as Arrival | null
    const length = reply.getHeader('content-length')
    const seen = { request: request as never, incoming: request.raw, response: reply.raw, url: request.originalUrl, length }
    if (arrival) depart(options.client, options, arrival, seen)
    next()
  })
  done()
}

// What fastify-plugin sets: the hooks belong to the whole server, not to this plugin's corner of it.
Object.assign(vedetteFastify, { [Symbol.for('skip-override')]: true, [Symbol.for('fastify.display-name')]: 'vedette' })
