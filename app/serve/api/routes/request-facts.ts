import { requestsSchema } from '../../../contract/api.ts'
import { acceptedAnswer, refusals } from '../answers.ts'
import { callerOf } from '../api-door.ts'
import { sendFresh, typed, valueOf, type AddRoutes } from './route.ts'

const bodyLimit = 4 << 20

export const addRequestFacts: AddRoutes = (scope, service) => {
  typed(scope).post(
    '/requests',
    {
      bodyLimit,
      config: { scope: 'requests' },
      schema: {
        tags: ['requests'],
        summary: 'Hand HTTP requests and their answers to the request detectors',
        description: 'One, or up to 1000 in a list. All are taken or none: 503 means that nothing was.',
        body: requestsSchema,
        response: { 202: acceptedAnswer, ...refusals(400, 413, 415, 422, 503) },
      },
    },
    async (request, reply) => {
      const facts = Array.isArray(request.body) ? request.body : [request.body]
      return sendFresh(reply.code(202), valueOf(await service.requests(facts, callerOf(request))))
    },
  )
}
