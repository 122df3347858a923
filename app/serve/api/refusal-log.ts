import type { FastifyInstance } from 'fastify'

export type LogRefusal = (line: { level: 'info' | 'error'; message: string; [field: string]: unknown }) => void

declare module 'fastify' {
  interface FastifyRequest {
    /** What was thrown where nothing should be. */
    failure?: unknown
  }
}

/** In a minute; whoever is refused ten thousand times shall not fill a disk. */
const mostLines = 100

/** One line for each request that was not answered as asked, under the request id that its sender knows. */
export function logRefusals(scope: FastifyInstance, log: LogRefusal): void {
  let minute = 0
  let lines = 0
  scope.decorateRequest('failure', undefined)
  scope.addHook('onResponse', async (request, reply) => {
    if (reply.statusCode < 400) return
    const now = Math.floor(Date.now() / 60_000)
    if (now !== minute) {
      if (lines > mostLines) log({ level: 'info', message: `api: ${lines - mostLines} more refusals within a minute` })
      minute = now
      lines = 0
    }
    lines += 1
    if (lines > mostLines) return
    log({
      level: reply.statusCode >= 500 && request.failure !== undefined ? 'error' : 'info',
      message: `api: ${request.method} ${request.url.split('?', 1)[0] ?? ''} ${reply.statusCode}`,
      request_id: request.id,
      token: request.caller?.name,
      error: describe(request.failure),
    })
  })
}

function describe(failure: unknown): string | undefined {
  if (failure === undefined) return undefined
  return failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)
}
