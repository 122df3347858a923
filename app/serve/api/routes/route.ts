import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { ApiResult, ApiService } from '../../../contract/api.ts'
import { problemOfFailure, ProblemError } from '../problem.ts'

/** The part of the server that is the API: schemas are zod's. */
export function typed(scope: FastifyInstance) {
  return scope.withTypeProvider<ZodTypeProvider>()
}

/** What the document says of a route that takes the token where response hooks send their key. */
export const keySecurity: Record<string, string[]>[] = [{ token: [] }, { key: [] }, { hook: [] }]

export type AddRoutes = (scope: FastifyInstance, service: ApiService) => void

export function valueOf<Value>(result: ApiResult<Value>, invalid: 400 | 422 = 422): Value {
  if (result.kind === 'failed') throw new ProblemError(problemOfFailure(result.failure, invalid))
  return result.value
}

/** Answers change with every event: nobody may keep them. */
export function sendFresh(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.header('cache-control', 'no-store').send(value)
}
