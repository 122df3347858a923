import type { IncomingMessage, ServerResponse } from 'node:http'
import { arrive, depart, type ObserveOptions } from './observe.ts'
import type { VedetteClient } from './types.ts'

/** For Express and everything that takes `(request, response, next)`. Put it first, so that it sees every answer. */
export function vedetteExpress<Request extends IncomingMessage = IncomingMessage>(
  client: VedetteClient,
  options: ObserveOptions<Request> = {},
): (request: Request, response: ServerResponse, next: (error?: unknown) => void) => void {
  return (request, response, next) => {
    const arrival = arrive(request)
    // `close` comes after `finish`, and alone when the client went away before it was answered; it comes once.
    response.on('close', () => {
      const { originalUrl } = request as { originalUrl?: string }
      const length = response.getHeader('content-length')
      depart(client, options, arrival, { request, incoming: request, response, url: originalUrl, length })
    })
    next()
  }
}
