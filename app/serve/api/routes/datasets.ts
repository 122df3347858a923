import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchemaCompiler } from 'fastify'
import { z } from 'zod'
import type { ApiService } from '../../../contract/api.ts'
import {
  analyzeAnswerSchema,
  clearedAnswerSchema,
  historyAnswerSchema,
  hookAnswerSchema,
  modelAnswerSchema,
  statsAnswerSchema,
  type RawApiAnswer,
} from '../../../contract/dataset-api.ts'
import { refusals } from '../answers.ts'
import { callerOf } from '../api-door.ts'
import { hookRefusal, hookRequest } from '../dataset-answers.ts'
import { keySecurity, sendFresh, typed, valueOf } from './route.ts'

/** An answer of a thousand rows of many columns. */
const bodyLimit = 16 << 20

const params = z.object({ id: z.string().min(1).max(200).describe('Name of the dataset') })
const headers = z.object({
  'x-hasura-role': z.string().max(200).optional().describe('Of this role only'),
})
const hookHeaders = z.object({
  'x-hasura-role': z.string().optional().describe('Required: each role is watched by itself'),
  'x-hasura-user': z.string().optional().describe('Who asked'),
})
const page = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  before: z.coerce.number().int().optional().describe('Id of the last row of the page before'),
})
const tags = ['datasets']
const config = { scope: 'datasets', key: true } as const
const security = keySecurity

/** The contract of a response hook. Bodies are taken as they are sent: what they are refused with is the contract's, in its order. */
export async function addDatasets(scope: FastifyInstance, service: ApiService, validate: FastifySchemaCompiler<z.ZodType>): Promise<void> {
  const { datasets } = service
  await scope.register(async (hooks) => {
    hooks.removeAllContentTypeParsers()
    hooks.addContentTypeParser('*', { parseAs: 'string', bodyLimit }, (_request, body, done) => done(null, body))
    hooks.setValidatorCompiler<z.ZodType>((route) => (route.httpPart === 'body' ? (data) => ({ value: data }) : validate(route)))
    typed(hooks).post(
      '/anomalies',
      {
        bodyLimit,
        config,
        schema: {
          tags,
          summary: 'Watch the answer of a query',
          description:
            'For a response hook: the query as it was asked, and what it was answered. The key is an API token with the scope `datasets`, as `Authorization: Bearer`, `X-Api-Key` or `hasura-m-auth`. Anomalies become events as any others do.',
          security,
          headers: hookHeaders,
          body: hookRequest,
          response: { 200: hookAnswerSchema, 400: hookRefusal, ...without400(refusals(413, 503)) },
        },
      },
      async (request, reply) => {
        const { role, user } = namesOf(request)
        return sendRaw(reply, valueOf(await datasets.anomalies({ role, user, body: textOf(request) }, callerOf(request))))
      },
    )
    typed(hooks).post(
      '/analyze/:id',
      {
        bodyLimit,
        config,
        schema: {
          tags,
          summary: 'Judge one record against the model of a dataset; nothing is kept',
          security,
          params,
          headers,
          body: z.record(z.string(), z.unknown()).describe('The record, or `{"record": …}`'),
          response: { 200: analyzeAnswerSchema, 400: hookRefusal, 404: hookRefusal, ...without400(refusals(413, 503)) },
        },
      },
      async (request, reply) => {
        const { role } = namesOf(request)
        return sendRaw(reply, valueOf(await datasets.analyze({ name: request.params.id, role, body: textOf(request) })))
      },
    )
  })
  typed(scope).get(
    '/history/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Rows that a dataset is learnt from, newest first; values masked',
        security,
        params,
        headers,
        querystring: page,
        response: { 200: historyAnswerSchema, ...refusals(400, 404, 503) },
      },
    },
    async (request, reply) =>
      sendFresh(reply, valueOf(await datasets.history({ name: request.params.id, ...namesOf(request), ...request.query }))),
  )
  typed(scope).delete(
    '/history/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Forget the rows of a dataset; its runs and models stay',
        security,
        params,
        headers,
        response: { 200: clearedAnswerSchema, ...refusals(400, 404, 503) },
      },
    },
    async (request, reply) =>
      sendFresh(reply, valueOf(await datasets.clearHistory({ name: request.params.id, ...namesOf(request) }, callerOf(request)))),
  )
  typed(scope).get(
    '/model/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Models of a dataset, by role',
        security,
        params,
        headers,
        response: { 200: modelAnswerSchema, ...refusals(400, 404, 503) },
      },
    },
    async (request, reply) => sendFresh(reply, valueOf(await datasets.model({ name: request.params.id, ...namesOf(request) }))),
  )
  typed(scope).get(
    '/stats/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Statistics of a dataset’s history and the queries that read it, by role',
        security,
        params,
        headers,
        response: { 200: statsAnswerSchema, ...refusals(400, 404, 503) },
      },
    },
    async (request, reply) => sendFresh(reply, valueOf(await datasets.stats({ name: request.params.id, ...namesOf(request) }))),
  )
}

/** Of the headers as they came: those of the schema may be checked and left out. */
function namesOf({ headers: sent }: Pick<FastifyRequest, 'headers'>): { role?: string; user?: string } {
  const [role, user] = [sent['x-hasura-role'], sent['x-hasura-user']]
  return { ...(typeof role === 'string' && role !== '' && { role }), ...(typeof user === 'string' && user !== '' && { user }) }
}

function textOf({ body }: { body: unknown }): string {
  return typeof body === 'string' ? body : ''
}

function sendRaw(reply: FastifyReply, { status, body }: RawApiAnswer): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .serializer((text) => text as string)
    .send(body)
}

function without400({ 400: _wrong, ...others }: Record<number, unknown>): Record<number, unknown> {
  return others
}
