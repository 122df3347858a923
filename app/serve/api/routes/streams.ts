import { z } from 'zod'
import { measurementsSchema } from '../../../contract/api.ts'
import { refusals, takenAnswer } from '../answers.ts'
import { callerOf } from '../api-door.ts'
import { sendFresh, typed, valueOf, type AddRoutes } from './route.ts'

const bodyLimit = 4 << 20

export const addStreams: AddRoutes = (scope, service) => {
  typed(scope).post(
    '/streams/:name',
    {
      bodyLimit,
      config: { scope: 'streams' },
      schema: {
        tags: ['streams'],
        summary: 'Hand values to a stream',
        description:
          'One message, or up to 1000 in a list: `{"application": "shop", "ts": "2026-11-21T08:00:00Z", "value": 42}`. All are stored or none; ' +
          'bad ones are kept for inspection, counted, and never judged. 503 means that nothing was taken.',
        params: z.object({ name: z.string().min(1).max(100).describe('A stream of vedette.yml whose source is `http`') }),
        body: measurementsSchema,
        response: { 202: takenAnswer, ...refusals(400, 404, 413, 415, 422, 503) },
      },
    },
    async (request, reply) => {
      const messages = Array.isArray(request.body) ? request.body : [request.body]
      return sendFresh(reply.code(202), valueOf(await service.measurements(request.params.name, messages, callerOf(request))))
    },
  )
}
