import { z } from 'zod'
import type { ApiEvent } from '../../contract/api.ts'
import type { BlockEntry } from '../../model/block-entry.ts'
import type { Decision } from '../../model/decision.ts'
import { statuses, verdicts } from '../../model/event.ts'
import { categories, severities } from '../../model/severity.ts'
import type { Problem } from './problem.ts'

/** What the document says of answers. Nothing is checked against them at run time: the contract's types are. */
const text = z.string().nullable()
const time = z.iso.datetime()
const json = z.record(z.string(), z.unknown())
const actions = ['log', 'alert', 'step_up_review', 'block'] as const

export const decisionAnswer = z
  .object({
    anomaly_type: z.string(),
    category: z.enum(categories),
    severity: z.enum(severities),
    risk_score: z.int().min(0).max(100),
    metadata: json.describe('With sensitive values masked'),
    should_alert: z.boolean().describe('Risk of 50 or more, and alerting is on'),
    should_step_up: z.boolean().describe('Risk of 80 or more'),
    should_block: z.boolean().describe('Risk of 100, and blocking is on'),
    action_taken: z.enum(actions),
    user_message: z.string(),
    internal_message: z.string(),
  })
  .meta({ id: 'Decision' }) satisfies z.ZodType<Decision>

export const eventAnswer = z
  .object({
    id: z.string(),
    anomaly_type: z.string(),
    title: z.string(),
    category: z.enum(categories),
    severity: z.enum(severities),
    risk_score: z.number(),
    entity: z.string(),
    count: z.int(),
    explanation: z.string(),
    first_seen: time,
    last_seen: time,
    created_at: time,
    updated_at: time,
    user_id: text,
    tenant_id: text,
    tenant_name: text,
    path: text,
    method: text,
    resource_type: text,
    resource_id: text,
    ip_address: text,
    user_agent: text,
    device_id: text,
    request_id: text,
    status_code: z.int().nullable(),
    metadata: json,
    masked_payload: json,
    action_taken: z.enum(actions),
    blocked: z.boolean(),
    status: z.enum(statuses),
    verdict: z.enum(verdicts).nullable(),
    resolved: z.boolean(),
    resolved_at: time.nullable(),
    notes: z.array(z.object({ author: z.string(), at: time, text: z.string() })),
  })
  .meta({ id: 'Event' }) satisfies z.ZodType<ApiEvent>

export const eventsAnswer = z.object({
  events: z.array(eventAnswer),
  total: z.int(),
  next: text.describe('Hand back as `cursor`; null on the last page'),
})

export const recordedAnswer = z.object({
  event_id: text.describe('Null when a flag held it back'),
  created: z.boolean().describe('False when it became part of an event that was there'),
  reason: z.string().optional().describe('What held it back'),
})

export const acceptedAnswer = z.object({ accepted: z.int() })
export const takenAnswer = z.object({ accepted: z.int(), bad: z.int().describe('Of them, those that are no message') })
export const flagAnswer = z.object({ name: z.string(), enabled: z.boolean(), reason: z.string() })

export const blockEntryAnswer = z
  .object({
    id: z.string(),
    value: z.string().describe('An address or a network'),
    kind: z.enum(['ip', 'network']),
    origin: z.enum(['decision', 'analyst']),
    reason: z.string(),
    event_id: z.string().optional(),
    added_by: z.string(),
    added_at: z.int().describe('Milliseconds since the epoch'),
    expires_at: z.int().describe('Milliseconds since the epoch; it leaves the list then'),
  })
  .meta({ id: 'BlockEntry' }) satisfies z.ZodType<BlockEntry>

export const healthAnswer = z.object({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  started_at: time,
  problems: z.array(z.string()),
})

const problemSchema = z
  .object({
    type: z.string().describe('urn:vedette:problem:KIND'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().describe('Path of the request'),
    errors: z
      .array(z.object({ field: z.string().describe('JSON pointer into the body, or name of a parameter'), message: z.string() }))
      .optional(),
    request_id: z.string(),
  })
  .meta({ id: 'Problem' })

const reasons: Record<number, string> = {
  400: 'It cannot be read, or a parameter is wrong',
  404: 'There is no such thing, or the API is switched off',
  409: 'The state of the event does not allow it',
  413: 'The body is too large',
  415: 'The body is not JSON',
  422: 'A field of the body is wrong: `errors` names each',
  503: 'Vedette cannot take it now: try again after `Retry-After` seconds',
}

/** The refusals of a route, beside those that every route has. */
export function refusals(...statusCodes: Problem['status'][]): Record<number, unknown> {
  const all: Record<number, string> = {
    401: 'No token, or one that is unknown or revoked',
    403: 'The token lacks the scope, or Host or Origin are foreign',
    429: 'This token asks too often: `Retry-After` says how many seconds to wait',
    ...Object.fromEntries(statusCodes.map((status) => [status, reasons[status] ?? 'Refused'])),
  }
  return Object.fromEntries(
    Object.entries(all).map(([status, description]) => [
      status,
      { description, content: { 'application/problem+json': { schema: problemSchema } } },
    ]),
  )
}
