import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiFailure } from '../../contract/api.ts'

export interface FieldProblem {
  /** A JSON pointer into the body, or the name of a parameter. */
  field: string
  message: string
}

/** What is answered instead of a result (RFC 9457), never with a stack. */
export interface Problem {
  status: number
  /** Last part of `type`; programs tell problems apart by it. */
  kind: string
  title: string
  detail: string
  errors?: FieldProblem[]
  /** Seconds. */
  retryAfter?: number
}

/** Thrown by routes and hooks, so that one error handler answers every refusal alike. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, kind, title, detail, errors, retryAfter } = problem
  if (retryAfter !== undefined) reply.header('retry-after', Math.ceil(retryAfter))
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .serializer((value) => value as string)
    .send(
      JSON.stringify({
        type: `urn:vedette:problem:${kind}`,
        title,
        status,
        detail,
        instance: request.url.split('?', 1)[0],
        errors,
        request_id: request.id,
      }),
    )
}

/** `invalid`: 422 for what a body says, 400 for what a query does. */
export function problemOfFailure(failure: ApiFailure, invalid: 400 | 422): Problem {
  const { message: detail } = failure
  switch (failure.kind) {
    case 'invalid':
      return { status: invalid, kind: 'invalid', title: 'The request is not valid', detail, errors: failure.problems }
    case 'not_found':
      return { status: 404, kind: 'not_found', title: 'Not found', detail }
    case 'conflict':
      return { status: 409, kind: 'conflict', title: 'The state does not allow it', detail }
    case 'busy':
      return { status: 503, kind: 'busy', title: 'Busy: nothing was taken', detail, retryAfter: failure.retry_after }
    case 'unavailable':
      return { status: 503, kind: 'unavailable', title: 'Not available now', detail, retryAfter: 5 }
  }
}

/** Fastify's own refusals, by its codes. */
const refusals: Record<string, Problem> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    kind: 'too_large',
    title: 'The body is too large',
    detail: 'Send less at once; the document at /v1/openapi.json says how much each path takes.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    kind: 'media_type',
    title: 'The body is not JSON',
    detail: 'Send JSON with the header Content-Type: application/json.',
  },
}

/** What the client did wrong, or `undefined`: then it is our failure. */
export function problemOfError(error: unknown): Problem | undefined {
  if (error instanceof ProblemError) return error.problem
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message?: string }
  const known = code === undefined ? undefined : refusals[code]
  if (known !== undefined) return known
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return undefined
  return { status: statusCode, kind: 'bad_request', title: 'The request cannot be read', detail: String(message) }
}

export const internalProblem: Problem = {
  status: 500,
  kind: 'internal',
  title: 'Vedette failed',
  detail: 'This is a fault of Vedette. Its log has the reason under this request_id.',
}
