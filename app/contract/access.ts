import { z } from 'zod'
import { apiScopes, type ApiToken } from '../model/api-token.ts'
import type { BlockEntry } from '../model/block-entry.ts'
import { request } from './request.ts'

const none = z.strictObject({})

/** What other programs may ask, and what firewalls may poll. */
export const accessRequests = {
  'tokens.list': request<{ tokens: ApiToken[]; api: ApiState }>()(none),
  /** `secret` is told this once. */
  'tokens.create': request<{ token: ApiToken; secret: string }>()(
    z.strictObject({ name: z.string().trim().min(1).max(100), scopes: z.array(z.enum(apiScopes)).min(1) }),
  ),
  'tokens.revoke': request<{ token: ApiToken }>()(z.strictObject({ id: z.string() })),

  'blocklist.list': request<{ entries: BlockEntry[] }>()(none),
  'blocklist.add': request<{ entry: BlockEntry }>()(
    z.strictObject({
      value: z.string(),
      reason: z.string().max(1000),
      event_id: z.string().optional(),
      hours: z.number().min(0.1).max(8760),
    }),
  ),
  'blocklist.remove': request<Record<string, never>>()(z.strictObject({ id: z.string() })),
} as const

export interface ApiState {
  enabled: boolean
  /** Where it is served, when it is. */
  url?: string
}
