import { z } from 'zod'
import { apiEventQuerySchema, eventPatchSchema } from '../../../contract/api.ts'
import { eventAnswer, eventsAnswer, refusals } from '../answers.ts'
import { callerOf } from '../api-door.ts'
import { sendFresh, typed, valueOf, type AddRoutes } from './route.ts'

const bodyLimit = 64 << 10
const params = z.object({ id: z.string().min(1).max(100) })

export const addEvents: AddRoutes = (scope, service) => {
  typed(scope).get(
    '/events',
    {
      config: { scope: 'events:read' },
      schema: {
        tags: ['events'],
        summary: 'Events that match, newest first, a page at a time',
        querystring: apiEventQuerySchema,
        response: { 200: eventsAnswer, ...refusals(400) },
      },
    },
    async ({ query }, reply) => sendFresh(reply, valueOf(service.events(query), 400)),
  )
  typed(scope).get(
    '/events/:id',
    {
      config: { scope: 'events:read' },
      schema: { tags: ['events'], summary: 'One event', params, response: { 200: eventAnswer, ...refusals(404) } },
    },
    async (request, reply) => sendFresh(reply, valueOf(service.event(request.params.id))),
  )
  typed(scope).patch(
    '/events/:id',
    {
      bodyLimit,
      config: { scope: 'events:write' },
      schema: {
        tags: ['events'],
        summary: 'Resolve an event with a verdict, or reopen it',
        params,
        body: eventPatchSchema,
        response: { 200: eventAnswer, ...refusals(400, 404, 409, 413, 415, 422) },
      },
    },
    async (request, reply) => sendFresh(reply, valueOf(service.patchEvent(request.params.id, request.body, callerOf(request)))),
  )
}
