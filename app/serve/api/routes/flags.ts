import { z } from 'zod'
import { flagNameSchema } from '../../../contract/flags.ts'
import { flagAnswer, refusals } from '../answers.ts'
import { sendFresh, typed, valueOf, type AddRoutes } from './route.ts'

const value = z.string().min(1).max(500).optional()
const subjectSchema = z.strictObject({
  user_id: z.string().min(1).max(200).optional().describe('Of an authenticated user'),
  is_staff: z.stringbool().default(false),
  entity: value.describe('An address, a host, an actor'),
  tenant: value,
})

export const addFlags: AddRoutes = (scope, service) => {
  typed(scope).get(
    '/flags/:name',
    {
      config: { scope: 'flags' },
      schema: {
        tags: ['flags'],
        summary: 'Whether a flag is on for somebody',
        params: z.object({ name: flagNameSchema }),
        querystring: subjectSchema,
        response: { 200: flagAnswer, ...refusals(400, 404) },
      },
    },
    async ({ params, query }, reply) => {
      const { user_id, is_staff, entity, tenant } = query
      const user = user_id === undefined ? undefined : { id: user_id, is_staff }
      return sendFresh(reply, valueOf(await service.flag(params.name, { user, entity, tenant })))
    },
  )
}
