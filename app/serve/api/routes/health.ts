import { healthAnswer, refusals } from '../answers.ts'
import { keySecurity, sendFresh, typed, type AddRoutes } from './route.ts'

/** For whatever watches services, response hooks too: it needs a token, as everything does, but no scope and no switched-on API. */
export const addHealth: AddRoutes = (scope, service) => {
  typed(scope).get(
    '/health',
    {
      config: { scope: 'document', key: true, always: true, rateLimit: false },
      schema: {
        tags: ['health'],
        summary: 'Whether Vedette is well',
        description: 'Answers 200 whenever it runs: `status` says whether something is wrong, `problems` what.',
        security: keySecurity,
        response: { 200: healthAnswer, ...refusals() },
      },
    },
    async (_request, reply) => sendFresh(reply, service.health()),
  )
}
