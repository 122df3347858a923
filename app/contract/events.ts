import { z } from 'zod'
import { verdicts, type Activity, type Note, type SecurityEvent, type Status } from '../model/event.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import { eventQuerySchema } from './queries.ts'
import type { RecordView } from './record-view.ts'
import { request } from './request.ts'

const none = z.strictObject({})
const ids = z.array(z.string()).min(1).max(10_000)

/** Events, what an analyst does with them, and the log of it. */
export const eventRequests = {
  /** `lean`: the events without what only their own page shows (evidence, reasons, metadata, payload: all empty). */
  'events.search': request<EventSearchAnswer>()(
    z.strictObject({
      query: eventQuerySchema,
      cursor: z.string().optional(),
      limit: z.int().min(1).max(1000),
      lean: z.boolean().optional(),
    }),
  ),
  'events.histogram': request<{ buckets: { time: number; counts: Record<string, number> }[] }>()(
    z.strictObject({ query: eventQuerySchema, interval: z.int().min(1000) }),
  ),
  'events.get': request<EventDetail>()(z.strictObject({ id: z.string() })),
  'events.evidence': request<{ records: RecordView[]; missing: number }>()(z.strictObject({ id: z.string() })),
  'events.similar': request<{ events: SecurityEvent[] }>()(z.strictObject({ id: z.string(), limit: z.int().min(1).max(200) })),
  'events.acknowledge': request<Changed>()(z.strictObject({ ids })),
  /** Takes ownership; `owner: null` gives it up. */
  'events.assign': request<Changed>()(z.strictObject({ ids, owner: z.string().max(100).nullable() })),
  'events.start': request<Changed>()(z.strictObject({ ids })),
  'events.resolve': request<Changed>()(z.strictObject({ ids, verdict: z.enum(verdicts), note: z.string().max(10_000).optional() })),
  'events.reopen': request<Changed>()(z.strictObject({ ids })),
  'events.note': request<{ note: Note }>()(z.strictObject({ id: z.string(), text: z.string().min(1).max(10_000) })),
  'events.undo': request<Changed>()(z.strictObject({ undo: z.string() })),

  'activity.list': request<{ activity: Activity[] }>()(
    z.strictObject({ subject: z.string().optional(), before: z.number().optional(), limit: z.int().min(1).max(1000) }),
  ),
  'activity.verify': request<{ kind: 'intact'; lines: number } | { kind: 'broken'; seq: number }>()(none),
} as const

export interface EventSearchAnswer {
  events: SecurityEvent[]
  total: number
  next?: string
  /** Of all that the query finds when it asks for no status. */
  counts: Record<Status, number>
}

export interface EventDetail {
  event: SecurityEvent
  notes: Note[]
  alerts: { channel: string; at: number; state: string; attempts: number; message?: string }[]
  profile: RuleProfile
}

export interface Changed {
  events: SecurityEvent[]
  /** Hand to `events.undo`. */
  undo: string
}
