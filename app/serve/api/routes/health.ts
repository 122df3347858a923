import { healthAnswer, refusals } from '../answers.ts'
import { sendFresh, typed, type AddRoutes } from './route.ts'

/** For whatever watches services: it needs a token, as everything does, but no scope and no switched-on API. */
export const addHealth: AddRoutes = (scope, service) => {
  typed(scope).get(
    '/health',
    {
      config: { scope: 'document', always: true, rateLimit: false },
      schema: {
        tags: ['health'],
        summary: 'Whether Vedette is well',
        description: 'Answers 200 whenever it runs: `status` says whether something is wrong, `problems` what.',
        response: { 200: healthAnswer, ...refusals() },
      },
    },
    async (_request, reply) => sendFresh(reply, service.health()),
  )
}
