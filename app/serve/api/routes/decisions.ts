import { evaluateSchema, recordSchema, type RecordInput } from '../../../contract/api.ts'
import { decisionAnswer, recordedAnswer, refusals } from '../answers.ts'
import { callerOf } from '../api-door.ts'
import { sentRequestId } from '../request-id.ts'
import { sendFresh, typed, valueOf, type AddRoutes } from './route.ts'

const bodyLimit = 256 << 10

export const addDecisions: AddRoutes = (scope, service) => {
  typed(scope).post(
    '/evaluate',
    {
      bodyLimit,
      config: { scope: 'evaluate' },
      schema: {
        tags: ['decisions'],
        summary: 'What an anomaly of this type means: alert, step up, block',
        description: 'Decides and keeps nothing.',
        body: evaluateSchema,
        response: { 200: decisionAnswer, ...refusals(400, 413, 415, 422, 503) },
      },
    },
    async (request, reply) => sendFresh(reply, valueOf(await service.evaluate(request.body, callerOf(request)))),
  )
  typed(scope).post(
    '/record',
    {
      bodyLimit,
      config: { scope: 'record' },
      schema: {
        tags: ['decisions'],
        summary: 'Keep an anomaly as an event',
        description:
          'Answers 201 when it made an event, 200 when it became part of one (the same type, actor and resource) or a flag held it back.',
        body: recordSchema,
        response: { 200: recordedAnswer, 201: recordedAnswer, ...refusals(400, 413, 415, 422, 503) },
      },
    },
    async (request, reply) => {
      const input = withRequestId(request.body, sentRequestId(request.headers))
      const recorded = valueOf(await service.record(input, callerOf(request)))
      return sendFresh(reply.code(recorded.created ? 201 : 200), recorded)
    },
  )
}

/** An application that hands its own request's id on has said which request this is about. */
function withRequestId(input: RecordInput, request_id: string | undefined): RecordInput {
  if (request_id === undefined || input.payload?.['request_id'] !== undefined) return input
  return { ...input, payload: { ...input.payload, request_id } }
}
