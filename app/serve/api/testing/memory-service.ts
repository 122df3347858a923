import type { ApiCaller, ApiEvent, ApiResult, ApiService, RequestFacts } from '../../../contract/api.ts'
import { apiScopes } from '../../../model/api-token.ts'
import type { BlockEntry } from '../../../model/block-entry.ts'
import type { Decision } from '../../../model/decision.ts'

/** What a wire needs of a service, without an engine: it keeps what it was handed, and fails as it is told. */
export interface MemoryService extends ApiService {
  tokens: Map<string, ApiCaller>
  taken: RequestFacts[]
  recorded: unknown[]
  changes: { id: number; event: ApiEvent }[]
  entries: BlockEntry[]
  on: boolean
  perMinute: number
  /** The next answer is this. */
  next: ApiResult<never> | undefined
  /** The next question throws this. */
  fault: Error | undefined
  followers: number
  change(id: string): void
}

const done = <Value>(value: Value): ApiResult<Value> => ({ kind: 'done', value })

export function decision(anomaly_type: string): Decision {
  return {
    anomaly_type,
    category: 'request',
    severity: 'medium',
    risk_score: 30,
    metadata: {},
    should_alert: false,
    should_step_up: false,
    should_block: false,
    action_taken: 'log',
    user_message: '',
    internal_message: '',
  }
}

export function apiEvent(id: string): ApiEvent {
  const at = '2026-11-21T08:00:00.000Z'
  const none = {
    user_id: null,
    tenant_id: null,
    tenant_name: null,
    path: null,
    method: null,
    resource_type: null,
    resource_id: null,
    ip_address: null,
    user_agent: null,
    device_id: null,
    request_id: null,
    status_code: null,
    verdict: null,
    resolved_at: null,
  }
  return {
    ...none,
    id,
    anomaly_type: 'path_probing',
    title: 'Path probing',
    category: 'request',
    severity: 'medium',
    risk_score: 55,
    entity: 'ip:203.0.113.7',
    count: 1,
    explanation: 'line one\nline two',
    first_seen: at,
    last_seen: at,
    created_at: at,
    updated_at: at,
    metadata: {},
    masked_payload: {},
    action_taken: 'alert',
    blocked: false,
    status: 'new',
    resolved: false,
    notes: [],
  }
}

export function createMemoryService(): MemoryService {
  const listeners = new Set<(change: { id: number; event: ApiEvent }) => void>()
  const events = new Map<string, ApiEvent>([['e1', apiEvent('e1')]])
  const answer = <Value>(value: () => ApiResult<Value>): ApiResult<Value> => {
    const { next, fault } = service
    service.next = undefined
    service.fault = undefined
    if (fault !== undefined) throw fault
    return next ?? value()
  }
  const later = <Value>(value: () => ApiResult<Value>) => Promise.resolve().then(() => answer(value))
  /** What it was asked, as whatever is answered. */
  const echo = (input: unknown) => later(() => done(input as never))
  const find = (id: string): ApiResult<ApiEvent> => {
    const event = events.get(id)
    return event === undefined ? { kind: 'failed', failure: { kind: 'not_found', message: `There is no event ${id}.` } } : done(event)
  }
  const service: MemoryService = {
    tokens: new Map([['all', { token_id: 't-all', name: 'all', scopes: apiScopes }]]),
    taken: [],
    recorded: [],
    changes: [],
    entries: [],
    on: true,
    perMinute: 1_000_000,
    next: undefined,
    fault: undefined,
    get followers() {
      return listeners.size
    },
    change(id) {
      const change = { id: service.changes.length + 1, event: apiEvent(id) }
      service.changes.push(change)
      for (const listener of listeners) listener(change)
    },
    enabled: () => service.on,
    requestsPerMinute: () => service.perMinute,
    authenticate: (secret) => service.tokens.get(secret),
    evaluate: ({ type }) => Promise.resolve().then(() => answer(() => done(decision(type)))),
    record: (input) =>
      Promise.resolve().then(() =>
        answer(() => {
          service.recorded.push(input)
          return done({ event_id: `e${service.recorded.length}`, created: service.recorded.length === 1 })
        }),
      ),
    requests: (input) =>
      Promise.resolve().then(() =>
        answer(() => {
          service.taken.push(...input)
          return done({ accepted: input.length })
        }),
      ),
    measurements: (_stream, messages) => Promise.resolve().then(() => answer(() => done({ accepted: messages.length, bad: 0 }))),
    flag: (name, subject) => Promise.resolve(answer(() => done({ name, enabled: true, reason: JSON.stringify(subject) }))),
    events: (query) => answer(() => done({ events: [...events.values()].slice(0, query.limit), total: events.size, next: null })),
    event: (id) => answer(() => find(id)),
    patchEvent: (id, patch) =>
      answer(() => {
        const found = find(id)
        if (found.kind === 'failed') return found
        events.set(id, { ...found.value, resolved: patch.resolved, verdict: patch.verdict ?? null })
        return find(id)
      }),
    follow(after, listener) {
      if (after !== undefined) for (const change of service.changes.filter(({ id }) => id > after)) listener(change)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    blocklist: () => service.entries,
    datasets: {
      anomalies: (input) => later(() => done({ status: 200, body: JSON.stringify(input) })),
      analyze: (input) => later(() => done({ status: 200, body: JSON.stringify(input) })),
      history: echo,
      clearHistory: echo,
      model: echo,
      stats: echo,
    },
    health: () => ({ status: 'ok', version: '1.2.3', started_at: '2026-11-21T08:00:00.000Z', problems: [] }),
  }
  return service
}
