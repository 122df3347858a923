import { z } from 'zod'
import type { DatasetApi } from './dataset-api.ts'
import type { ApiScope } from '../model/api-token.ts'
import type { BlockEntry } from '../model/block-entry.ts'
import type { Decision } from '../model/decision.ts'
import { statuses, verdicts, type SecurityEvent } from '../model/event.ts'
import { categories, severities } from '../model/severity.ts'

/**
 * What other people's applications may ask under `/v1`. `serve` carries it as REST and server-sent events, the engine
 * answers it (`ApiService`), and the OpenAPI document is made from these schemas.
 */
const name = z.string().min(1).max(200)
const json = z.record(z.string(), z.unknown())

export const apiUserSchema = z.strictObject({
  id: z.union([name, z.number()]).transform(String).describe('Of an authenticated user'),
  is_staff: z.boolean().default(false),
})
export const apiTenantSchema = z.strictObject({
  id: z.union([name, z.number()]).transform(String).optional(),
  name: name.optional(),
})

/** The facts of a request that an event keeps. */
export const factsSchema = z.strictObject({
  user_id: z.union([name, z.number()]).transform(String).optional(),
  tenant_id: z.union([name, z.number()]).transform(String).optional(),
  tenant_name: name.optional(),
  path: z.string().max(8192).optional(),
  method: z.string().max(20).optional(),
  resource_type: name.optional(),
  resource_id: z.union([name, z.number()]).transform(String).optional(),
  ip_address: z.string().max(100).optional(),
  user_agent: z.string().max(2000).optional(),
  device_id: name.optional(),
  request_id: name.optional(),
  status_code: z.int().min(0).max(999).optional(),
})

export const evaluateSchema = z.strictObject({
  type: name.describe('Anomaly type; one nobody knows takes the fallback profile'),
  metadata: json.default({}).describe('Masked before anything else happens to it'),
  user: apiUserSchema.optional(),
  tenant: apiTenantSchema.optional(),
  user_message: z.string().max(2000).optional(),
  internal_message: z.string().max(10_000).optional(),
})
export type EvaluateInput = z.output<typeof evaluateSchema>

export const recordSchema = z.strictObject({
  type: name.optional().describe('Anomaly type; or hand over the whole decision'),
  decision: json.optional().describe('As `POST /v1/evaluate` answered it'),
  payload: json
    .nullable()
    .default(null)
    .describe('Facts of the request (path, user_id, tenant_id, …), metadata and masked_payload; payload and raw_payload are dropped'),
  user_message: z.string().max(2000).optional(),
  internal_message: z.string().max(10_000).optional(),
  occurred_at: z
    .union([z.number(), z.iso.datetime({ offset: true })])
    .optional()
    .describe('Milliseconds since the epoch, or ISO 8601; now without it'),
})
export type RecordInput = z.output<typeof recordSchema>

/** One HTTP request and its answer, as a middleware sees it after the response. */
export const requestFactsSchema = z.strictObject({
  time: z
    .union([z.number(), z.iso.datetime({ offset: true })])
    .optional()
    .describe('When it was answered; now without it'),
  method: z.string().min(1).max(20),
  path: z.string().max(8192).describe('Without the query'),
  status: z.int().min(100).max(599).nullable().default(null),
  duration_ms: z.number().min(0).optional(),
  user: apiUserSchema.optional(),
  tenant: apiTenantSchema.optional(),
  remote_addr: z.string().max(100).nullable().default(null).describe('Address of the peer of the connection'),
  headers: z
    .partialRecord(
      z.enum(['x-tenant', 'x-tenant-id', 'x-device-id', 'x-request-id', 'x-forwarded-for', 'user-agent']),
      z.string().max(2000),
    )
    .default({}),
  bytes: z.int().min(0).optional().describe('Of the response body'),
})
export type RequestFacts = z.output<typeof requestFactsSchema>
export const requestsSchema = z.union([requestFactsSchema, z.array(requestFactsSchema).min(1).max(1000)])

/** Messages of a stream as they come: what is wrong with one is for its record to say. */
const message = z.record(z.string(), z.unknown())
export const measurementsSchema = z.union([message, z.array(message).min(1).max(1000)])

export const apiEventQuerySchema = z.strictObject({
  type: z.string().optional(),
  severity: z.enum(severities).optional(),
  category: z.enum(categories).optional(),
  status: z.enum(statuses).optional(),
  resolved: z.stringbool().optional(),
  tenant_id: z.string().optional(),
  user_id: z.string().optional(),
  entity: z.string().optional(),
  from: z.coerce.number().int().optional().describe('Milliseconds since the epoch'),
  to: z.coerce.number().int().optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})
export type ApiEventQuery = z.output<typeof apiEventQuerySchema>

export const eventPatchSchema = z.strictObject({
  resolved: z.boolean().describe('False reopens'),
  verdict: z.enum(verdicts).optional().describe('Required to resolve'),
  notes: z.string().max(10_000).optional(),
})
export type EventPatch = z.output<typeof eventPatchSchema>

/** An event as applications see it: flat, under the names they know. */
export interface ApiEvent {
  id: string
  anomaly_type: string
  title: string
  category: SecurityEvent['category']
  severity: SecurityEvent['severity']
  risk_score: number
  entity: string
  count: number
  explanation: string
  first_seen: string
  last_seen: string
  created_at: string
  updated_at: string
  user_id: string | null
  tenant_id: string | null
  tenant_name: string | null
  path: string | null
  method: string | null
  resource_type: string | null
  resource_id: string | null
  ip_address: string | null
  user_agent: string | null
  device_id: string | null
  request_id: string | null
  status_code: number | null
  metadata: Record<string, unknown>
  masked_payload: Record<string, unknown>
  action_taken: Decision['action_taken']
  blocked: boolean
  status: SecurityEvent['status']
  verdict: SecurityEvent['verdict'] | null
  resolved: boolean
  resolved_at: string | null
  notes: { author: string; at: string; text: string }[]
}

/** Who asks: one API token. */
export interface ApiCaller {
  token_id: string
  name: string
  scopes: readonly ApiScope[]
}

/** `field`: a JSON pointer into the body, or the name of a query parameter. */
export type ApiFailure =
  | { kind: 'invalid'; message: string; problems: { field: string; message: string }[] }
  | { kind: 'not_found'; message: string }
  | { kind: 'conflict'; message: string }
  /** The corridor is full: nothing was taken. Seconds. */
  | { kind: 'busy'; message: string; retry_after: number }
  | { kind: 'unavailable'; message: string }

export type ApiResult<Value> = { kind: 'done'; value: Value } | { kind: 'failed'; failure: ApiFailure }

export interface ApiService {
  enabled(): boolean
  /** The requests one token may make in a minute. */
  requestsPerMinute(): number
  authenticate(secret: string): ApiCaller | undefined
  evaluate(input: EvaluateInput, caller: ApiCaller): Promise<ApiResult<Decision>>
  /** `event_id` is null when a flag held it back: `reason` says which. */
  record(input: RecordInput, caller: ApiCaller): Promise<ApiResult<{ event_id: string | null; created: boolean; reason?: string }>>
  requests(input: readonly RequestFacts[], caller: ApiCaller): Promise<ApiResult<{ accepted: number }>>
  /** Values for a stream whose source is `http`. */
  measurements(stream: string, messages: readonly unknown[], caller: ApiCaller): Promise<ApiResult<{ accepted: number; bad: number }>>
  flag(
    name: string,
    subject: { user?: { id: string; is_staff: boolean }; entity?: string; tenant?: string },
  ): Promise<ApiResult<{ name: string; enabled: boolean; reason: string }>>
  events(query: ApiEventQuery): ApiResult<{ events: ApiEvent[]; total: number; next: string | null }>
  event(id: string): ApiResult<ApiEvent>
  patchEvent(id: string, patch: EventPatch, caller: ApiCaller): ApiResult<ApiEvent>
  /** Every change after `after` (a change number; 0: from the beginning, undefined: from now on), in order; the newest state of an event that changed often. Call the result to stop. */
  follow(after: number | undefined, listener: (change: { id: number; event: ApiEvent }) => void): () => void
  blocklist(): BlockEntry[]
  datasets: DatasetApi
  health(): { status: 'ok' | 'degraded'; version: string; started_at: string; problems: string[] }
}
