import { z } from 'zod'
import type { Flag } from '../model/flag.ts'
import { request } from './request.ts'

export const flagNameSchema = z.string().regex(/^[A-Z][A-Z0-9_]{1,99}$/, 'capital letters, digits and underscores')
export const flagTargetingSchema = z.strictObject({
  rollout: z.number().min(0).max(100),
  staff_only: z.boolean(),
  users: z.array(z.string().min(1).max(200)).max(10_000),
  entities: z.array(z.string().min(1).max(500)).max(10_000),
  tenants: z.array(z.string().min(1).max(200)).max(10_000),
  sources: z.array(z.string().min(1).max(100)).max(1000),
})

/** Feature flags. */
export const flagRequests = {
  'flags.list': request<{ flags: Flag[] }>()(z.strictObject({})),
  /** What is left out stays as it is. */
  'flags.set': request<{ flag: Flag }>()(
    z.strictObject({ name: z.string(), enabled: z.boolean().optional(), targeting: flagTargetingSchema.optional() }),
  ),
  /** A flag of other programs, served by `GET /v1/flags/:name`. Registering again changes nothing and says so. */
  'flags.register': request<{ flag: Flag; created: boolean }>()(
    z.strictObject({
      name: flagNameSchema,
      description: z.string().max(500).optional(),
      enabled: z.boolean().optional(),
      targeting: flagTargetingSchema.partial().optional(),
    }),
  ),
} as const
