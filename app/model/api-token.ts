/** What a token may do. */
export const apiScopes = [
  'evaluate',
  'record',
  'requests',
  'streams',
  'flags',
  'events:read',
  'events:write',
  'blocklist',
  'datasets',
] as const
export type ApiScope = (typeof apiScopes)[number]

/** A token as the window may know it: its secret is shown once, when it is made, and kept only as a hash. */
export interface ApiToken {
  id: string
  name: string
  scopes: ApiScope[]
  /** The first characters of the secret, to tell tokens apart. */
  prefix: string
  created_at: number
  created_by: string
  last_used_at?: number
  revoked_at?: number
}
