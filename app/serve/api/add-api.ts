import fastifyRateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'
import type { ApiService } from '../../contract/api.ts'
import { guardApi, type Surroundings } from './api-door.ts'
import { addDocuments, collectDocument } from './documents.ts'
import { describeIssues, mostProblems } from './field-problems.ts'
import { internalProblem, ProblemError, problemOfError, sendProblem, type Problem } from './problem.ts'
import { logRefusals, type LogRefusal } from './refusal-log.ts'
import { addDatasets } from './routes/datasets.ts'
import { addBlocklist } from './routes/blocklist.ts'
import { addDecisions } from './routes/decisions.ts'
import { addEventStream, streamLimits, type StreamLimits } from './routes/event-stream.ts'
import { addEvents } from './routes/events.ts'
import { addFlags } from './routes/flags.ts'
import { addHealth } from './routes/health.ts'
import { addRequestFacts } from './routes/request-facts.ts'
import { addStreams } from './routes/streams.ts'

export interface ApiOptions {
  service: ApiService
  around: Surroundings
  log?: LogRefusal
  stream?: Partial<StreamLimits>
}

/** What answers under `/v1`, and `/health`: one plugin with its own door, errors and limits, whatever else is served. */
export async function addApi(server: FastifyInstance, options: ApiOptions): Promise<void> {
  const { service, around, log } = options
  await server.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, door: 'api' }
    })
    readBodies(scope)
    scope.setValidatorCompiler<z.ZodType>(validate)
    scope.setSerializerCompiler(() => (data) => JSON.stringify(data))
    scope.setErrorHandler(answerError)
    scope.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id))
    guardApi(scope, service, around)
    logRefusals(scope, log ?? (() => undefined))
    await scope.register(fastifyRateLimit, {
      max: () => service.requestsPerMinute(),
      timeWindow: 60_000,
      keyGenerator: (request) => request.caller?.token_id ?? 'console',
      enableDraftSpec: true,
      errorResponseBuilder: (_request, { ttl }) => new ProblemError(tooOften(ttl)),
    })
    await collectDocument(scope, service.health().version)
    addHealth(scope, service)
    await addDatasets(scope, service, validate)
    await scope.register(
      async (v1) => {
        addDecisions(v1, service)
        addRequestFacts(v1, service)
        addStreams(v1, service)
        addFlags(v1, service)
        addEvents(v1, service)
        addEventStream(v1, service, { ...streamLimits, ...options.stream })
        await v1.register((list) => addBlocklist(list, service))
        await addDocuments(v1)
        for (const path of ['/', '/*']) v1.all(path, { config: { scope: 'document' }, schema: { hide: true } }, answerNothing)
      },
      { prefix: '/v1' },
    )
  })
}

/** JSON and nothing else. An empty body is none, whatever type it is said to have: many clients name one with every request. */
function readBodies(scope: FastifyInstance): void {
  const readJson = scope.getDefaultJsonParser('error', 'error')
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null) : readJson(request, body, done),
  )
}

const validate: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (data) =>
    check(schema, httpPart, data)

function check(schema: z.ZodType, part: string | undefined, data: unknown): { value: unknown } | { error: Error } {
  const parsed = schema.safeParse(data)
  if (parsed.success) return { value: parsed.data }
  const problems = describeIssues(parsed.error.issues)
  const errors = problems.slice(0, mostProblems)
  if (part === 'body') {
    const detail =
      problems.length > mostProblems ? `${problems.length} problems, of which the first ${mostProblems} are listed.` : list(errors)
    return { error: new ProblemError({ status: 422, kind: 'invalid', title: 'The body is not valid', detail, errors }) }
  }
  const named = errors.map(({ field, message }) => ({ field: field.slice(1), message }))
  return {
    error: new ProblemError({ status: 400, kind: 'invalid', title: 'A parameter is not valid', detail: list(named), errors: named }),
  }
}

function list(errors: readonly { field: string; message: string }[]): string {
  return errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join(' · ')
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOfError(error)
  if (problem === undefined) request.failure = error
  return sendProblem(request, reply, problem ?? internalProblem)
}

function answerNothing(request: FastifyRequest): never {
  const detail = `Nothing answers ${request.method} ${request.url.split('?', 1)[0] ?? ''}. What there is: /v1/docs.`
  throw new ProblemError({ status: 404, kind: 'not_found', title: 'Not found', detail })
}

function tooOften(milliseconds: number): Problem {
  const seconds = Math.ceil(milliseconds / 1000)
  const detail = `This token has asked as often as it may in a minute. Try again in ${seconds} s.`
  return { status: 429, kind: 'rate_limited', title: 'Too many requests', detail, retryAfter: seconds }
}
