/**
 * Everything an application sees of the client. The client imports nothing, not even the contract: what is published
 * stands alone, and `client.test.ts` holds these types to the contract's.
 */
export interface VedetteUser {
  /** Of an authenticated user. */
  id: string | number
  is_staff?: boolean
}

export interface VedetteTenant {
  id?: string | number
  name?: string
}

export interface VedetteDecision {
  anomaly_type: string
  category: 'request' | 'permission' | 'business' | 'network' | 'system'
  severity: 'low' | 'medium' | 'high' | 'critical'
  risk_score: number
  metadata: Record<string, unknown>
  should_alert: boolean
  should_step_up: boolean
  should_block: boolean
  action_taken: 'log' | 'alert' | 'step_up_review' | 'block'
  user_message: string
  internal_message: string
}

export interface EvaluateInput {
  type: string
  metadata?: Record<string, unknown>
  user?: VedetteUser
  tenant?: VedetteTenant
  user_message?: string
  internal_message?: string
}

export interface RecordInput {
  /** Anomaly type; or hand over the whole decision. */
  type?: string
  decision?: VedetteDecision
  /** Facts of the request (path, user_id, tenant_id, …), metadata and masked_payload. */
  payload?: Record<string, unknown> | null
  user_message?: string
  internal_message?: string
  /** Milliseconds since the epoch, or ISO 8601; now without it. */
  occurred_at?: number | string
}

/** One HTTP request and its answer. */
export interface RequestFacts {
  time?: number | string
  method: string
  /** Without the query. */
  path: string
  status?: number | null
  duration_ms?: number
  user?: VedetteUser
  tenant?: VedetteTenant
  /** Address of the peer of the connection. */
  remote_addr?: string | null
  headers?: Partial<Record<FactHeader, string>>
  bytes?: number
}

export type FactHeader = 'x-tenant' | 'x-tenant-id' | 'x-device-id' | 'x-request-id' | 'x-forwarded-for' | 'user-agent'

export type Recorded =
  /** `event_id` is null when a flag held it back. */
  | { kind: 'recorded'; event_id: string | null; created: boolean }
  /** Vedette cannot be reached now: it is kept and sent later. */
  | { kind: 'kept' }
  /** Vedette will never take it, or it could not be kept. */
  | { kind: 'refused'; message: string }

export interface VedetteClientOptions {
  /** Where Vedette serves its API: `http://127.0.0.1:8600`. */
  url: string | undefined
  /** An API token, as Settings made it. */
  token: string | undefined
  /** Milliseconds that evaluate, flag and record may take. */
  timeout?: number
  /** Milliseconds that facts are gathered before they are sent. */
  interval?: number
  /** What waits at most while Vedette is down; the oldest is dropped then, and counted. */
  queue?: { count?: number; bytes?: number }
}

export interface VedetteStats {
  state: 'idle' | 'sending' | 'waiting' | 'disabled'
  /** Facts and records that wait. */
  queued: number
  /** Of what is not about to be sent, an estimate. */
  queued_bytes: number
  /** Taken by Vedette. */
  sent: number
  /** Lost because the queue was full. */
  dropped: number
  /** Lost because Vedette refused them for good. */
  refused: number
  /** Attempts that did not get through. */
  failures: number
  last_error?: string
}

/** Nothing here throws into the application, and nothing but `evaluate`, `flag` and `record` is waited for. */
export interface VedetteClient {
  /** The decision; `fallback` (or undefined) when Vedette does not answer in time. */
  evaluate(input: EvaluateInput): Promise<VedetteDecision | undefined>
  evaluate<Fallback>(input: EvaluateInput, fallback: Fallback): Promise<VedetteDecision | Fallback>
  /** Keeps an anomaly as an event, now or later. */
  record(input: RecordInput): Promise<Recorded>
  /** Takes facts for the request detectors; they leave in batches. */
  requests(facts: RequestFacts | readonly RequestFacts[]): void
  /** Whether a flag is on; `fallback` (or false) when Vedette does not answer in time. */
  flag(name: string, subject?: { user?: VedetteUser; entity?: string; tenant?: string }, fallback?: boolean): Promise<boolean>
  stats(): VedetteStats
  /** Sends what waits; true when all of it was taken. Before a program ends. */
  flush(): Promise<boolean>
  /** Flushes, then stops for good. */
  close(): Promise<boolean>
}
