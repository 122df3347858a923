import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { ApiService } from '../../../contract/api.ts'
import { refusals } from '../answers.ts'
import { callerOf, readSecret } from '../api-door.ts'
import { ProblemError } from '../problem.ts'
import { typed } from './route.ts'

export interface StreamLimits {
  /** Milliseconds between comments that keep proxies from closing a quiet stream. */
  keepAlive: number
  /** Bytes that may wait for a reader. It is sent away beyond, and resumes where it was. */
  backlog: number
  /** Streams of one token at once. */
  streams: number
}

export const streamLimits: StreamLimits = { keepAlive: 15_000, backlog: 1 << 20, streams: 10 }

const change = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
/** A reader that takes nothing at all is not waited for. */
const patience = 10_000

export function addEventStream(scope: FastifyInstance, service: ApiService, limits: StreamLimits): void {
  const open = new Map<string, number>()
  typed(scope).get(
    '/events/stream',
    {
      config: { scope: 'events:read' },
      exposeHeadRoute: false,
      schema: {
        tags: ['events'],
        summary: 'Every change of an event as it happens (server-sent events)',
        description:
          'Each message carries the event as JSON and the number of its change as `id`. A reader that comes back with `Last-Event-ID` (or `after`) gets what it missed; of an event that changed often, the newest state. Without either it starts now. A reader that is too slow is sent away and resumes the same way.',
        headers: z.object({ 'last-event-id': change.optional() }),
        querystring: z.object({ after: change.optional().describe('For readers that cannot send Last-Event-ID; the header goes first') }),
        response: {
          200: {
            description: '`id: NUMBER`, `data: EVENT`',
            content: { 'text/event-stream': { schema: z.string() } },
          },
          ...refusals(400),
        },
      },
    },
    async (request, reply) => {
      const { token_id } = callerOf(request)
      const streams = open.get(token_id) ?? 0
      if (streams >= limits.streams) throw new ProblemError(tooMany(limits.streams))
      open.set(token_id, streams + 1)
      const secret = readSecret(request) ?? ''
      // A token may be revoked, or the API switched off, while its stream is open.
      const isAdmitted = () => {
        try {
          return service.enabled() && service.authenticate(secret) !== undefined
        } catch {
          // The store cannot be read at the moment; whoever comes back is asked anew.
          return false
        }
      }
      const after = request.headers['last-event-id'] ?? request.query.after
      reply.hijack()
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as OutgoingHttpHeaders),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // Understood by nginx: a proxy that gathers would hold events back.
        'x-accel-buffering': 'no',
      })
      carry(reply.raw, limits, { isAdmitted, follow: (listener) => service.follow(after, listener) })
      reply.raw.once('close', () => open.set(token_id, (open.get(token_id) ?? 1) - 1))
    },
  )
}

interface Feed {
  /** Whether whoever opened the stream would be let in now. */
  isAdmitted: () => boolean
  follow: (listener: Parameters<ApiService['follow']>[1]) => () => void
}

function carry(response: ServerResponse, limits: StreamLimits, { isAdmitted, follow }: Feed): void {
  const beat = setInterval(() => {
    if (isAdmitted()) response.write(': here\n\n')
    else sendAway('this token may no longer read')
  }, limits.keepAlive)
  let over = false
  let stop: () => void = () => undefined
  const end = () => {
    over = true
    clearInterval(beat)
    stop()
  }
  /** What has been written still goes out. */
  const sendAway = (why: string) => {
    end()
    response.end(`: ${why}\n\n`)
    setTimeout(() => response.destroy(), patience).unref()
  }
  response.once('close', end)
  response.once('error', end)
  response.write('retry: 2000\n\n')
  stop = follow(({ id, event }) => {
    if (over) return
    if (!isAdmitted()) return sendAway('this token may no longer read')
    response.write(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`)
    if (response.writableLength <= limits.backlog) return
    // A reader gets further each time it comes.
    sendAway('too slow, come back with Last-Event-ID')
  })
  if (over) stop()
}

function tooMany(streams: number) {
  return {
    status: 429,
    kind: 'rate_limited',
    title: 'Too many streams',
    detail: `One token may hold ${streams} streams at once. Close one first.`,
    retryAfter: 10,
  }
}
