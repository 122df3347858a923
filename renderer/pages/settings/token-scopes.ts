import type { ApiScope } from '../../../app/model/api-token.ts'

/** What each scope lets a token do. */
export const scopeMeanings: Record<ApiScope, string> = {
  evaluate: 'Ask for decisions',
  record: 'Record events',
  requests: 'Tell of HTTP requests, for the request patterns',
  streams: 'Send values to streams',
  flags: 'Read flags',
  'events:read': 'Read events, and follow them as they change',
  'events:write': 'Resolve and reopen events',
  blocklist: 'Poll the blocklist',
  datasets: 'Have answers of queries watched, and read and clear their history',
}

/** What an application's middleware needs. */
export const usualScopes: readonly ApiScope[] = ['evaluate', 'record', 'requests', 'flags']
