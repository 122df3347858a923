import { z } from 'zod'
import { severities, categories } from '../model/severity.ts'
import { statuses, verdicts, type Activity, type Note, type SecurityEvent, type Status } from '../model/event.ts'
import { sourceSchema, type SourceStatus, type SourceType } from '../model/source.ts'
import { settingsChangeSchema, type Settings } from '../model/config.ts'
import type { Condition } from '../model/query.ts'
import type { Flag } from '../model/flag.ts'
import type { Health } from '../model/counters.ts'
import type { AnomalyTypeDefinition, ParameterDefinition, RuleProfile } from '../model/rule-profile.ts'
import type { RecordView } from './record-view.ts'

const time = z.number().int()
const conditionSchema: z.ZodType<Condition> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('equals'), field: z.string(), value: z.string(), negated: z.boolean() }),
  z.strictObject({ kind: z.literal('wildcard'), field: z.string(), pattern: z.string(), negated: z.boolean() }),
  z.strictObject({
    kind: z.literal('range'),
    field: z.string(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    exclusiveMinimum: z.boolean().optional(),
    exclusiveMaximum: z.boolean().optional(),
    negated: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('network'), field: z.string(), cidr: z.string(), negated: z.boolean() }),
  z.strictObject({ kind: z.literal('exists'), field: z.string(), negated: z.boolean() }),
  z.strictObject({ kind: z.literal('text'), text: z.string(), negated: z.boolean() }),
  z.strictObject({ kind: z.literal('entity'), value: z.string(), negated: z.boolean() }),
])
export const recordQuerySchema = z.strictObject({
  from: time.optional(),
  to: time.optional(),
  conditions: z.array(conditionSchema).max(50),
})
export const eventQuerySchema = z.strictObject({
  from: time.optional(),
  to: time.optional(),
  statuses: z.array(z.enum(statuses)).optional(),
  severities: z.array(z.enum(severities)).optional(),
  categories: z.array(z.enum(categories)).optional(),
  verdicts: z.array(z.enum(verdicts)).optional(),
  anomaly_types: z.array(z.string()).optional(),
  excluded_anomaly_types: z.array(z.string()).optional(),
  entity: z.string().optional(),
  excluded_entities: z.array(z.string()).max(100).optional(),
  owner: z.string().optional(),
  text: z.string().max(500).optional(),
  sort: z.enum(['priority', 'last_seen', 'first_seen', 'risk_score', 'count']).optional(),
})
const none = z.strictObject({})
const ids = z.array(z.string()).min(1).max(10_000)

/** Pairs an input schema with the type of the answer. */
function request<Output>() {
  return <Input extends z.ZodType>(input: Input) => ({ input, output: undefined as unknown as Output })
}

/** Every request there is: name → input schema and answer. The implementation is checked against this table. */
export const requests = {
  'session.hello': request<Hello>()(none),
  /** Which store this connection looks at from now on; everything else it asks then goes there. */
  'session.view': request<Hello>()(z.strictObject({ store: z.enum(['live', 'sample']) })),

  'records.search': request<RecordSearchAnswer>()(
    z.strictObject({ query: recordQuerySchema, cursor: z.number().optional(), limit: z.int().min(1).max(1000) }),
  ),
  /** `interval` in ms. */
  'records.histogram': request<HistogramAnswer>()(z.strictObject({ query: recordQuerySchema, interval: z.int().min(1000) })),
  'records.get': request<{ records: RecordView[] }>()(z.strictObject({ seqs: z.array(z.number()).max(1000) })),
  'records.top': request<{ values: { value: string; count: number }[] }>()(
    z.strictObject({ query: recordQuerySchema, field: z.string(), limit: z.int().min(1).max(100) }),
  ),

  'events.search': request<EventSearchAnswer>()(
    z.strictObject({ query: eventQuerySchema, cursor: z.string().optional(), limit: z.int().min(1).max(1000) }),
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

  'sources.list': request<{ sources: SourceStatus[]; types: SourceTypeInfo[] }>()(none),
  'sources.add': request<{ status: SourceStatus }>()(z.strictObject({ source: sourceSchema })),
  'sources.edit': request<{ status: SourceStatus }>()(z.strictObject({ id: z.string(), source: sourceSchema })),
  'sources.remove': request<Record<string, never>>()(z.strictObject({ id: z.string() })),
  'sources.pause': request<{ status: SourceStatus }>()(z.strictObject({ id: z.string() })),
  'sources.resume': request<{ status: SourceStatus }>()(z.strictObject({ id: z.string() })),
  /** Sends one message to the listener and follows it into the store. */
  'sources.test': request<SourceTestAnswer>()(z.strictObject({ id: z.string() })),

  'flags.list': request<{ flags: Flag[] }>()(none),
  'flags.set': request<{ flag: Flag }>()(z.strictObject({ name: z.string(), enabled: z.boolean() })),

  'profiles.list': request<{ profiles: RuleProfile[]; detectors: DetectorInfo[] }>()(none),

  'health.get': request<Health>()(none),
  'settings.get': request<SettingsAnswer>()(none),
  'settings.set': request<SettingsAnswer>()(z.strictObject({ settings: settingsChangeSchema })),

  /** Replays files into the live store (`into: 'live'`) as the source `import`. Paths are on the engine's machine. */
  'import.start': request<{ id: string }>()(
    z.strictObject({ files: z.array(z.string()).min(1).max(1000), format: z.enum(['auto', 'syslog', 'pcap']) }),
  ),
  'import.cancel': request<Record<string, never>>()(z.strictObject({ id: z.string() })),

  /** Replays the labelled sample day into a separate store (`session.view` shows it). */
  'sample.start': request<SampleState>()(none),
  'sample.stop': request<SampleState>()(none),
  'sample.delete': request<SampleState>()(none),
  'sample.state': request<SampleState>()(none),

  /** Answers the first-run question: detection (and alerting) on or off. */
  'firstRun.finish': request<Record<string, never>>()(z.strictObject({ detection: z.boolean(), alerting: z.boolean() })),
} as const

export type Requests = typeof requests
export type RequestName = keyof Requests
export type RequestInput<Name extends RequestName> = z.input<Requests[Name]['input']>
export type RequestParsed<Name extends RequestName> = z.output<Requests[Name]['input']>
export type RequestOutput<Name extends RequestName> = Requests[Name]['output']

export interface Hello {
  version: string
  host: 'desktop' | 'headless'
  user: string
  home: string
  /** True until the first-run question is answered. */
  first_run: boolean
  /** True when this engine shows the SAMPLE store. */
  sample: boolean
  started_at: number
  timezone: string
}
export interface RecordSearchAnswer {
  records: RecordView[]
  next?: number
  scanned: number
  exhausted: boolean
}
export interface HistogramAnswer {
  interval: number
  buckets: { time: number; count: number; unparsed: number }[]
  series: Record<string, number[]>
  total: number
  exact: boolean
}
export interface EventSearchAnswer {
  events: SecurityEvent[]
  total: number
  next?: string
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
export interface SourceTypeInfo {
  type: SourceType
  title: string
  transport: 'udp' | 'tcp'
  default_port: number
  /** With `{address}` and `{port}` left in. */
  test_command: string
}
export type SourceTestAnswer = { kind: 'stored'; seq: number; milliseconds: number } | { kind: 'failed'; message: string }
export interface DetectorInfo {
  name: string
  family: string
  flag: string
  title: string
  description: string
  anomaly_types: AnomalyTypeDefinition[]
  parameters: ParameterDefinition[]
}
export interface SettingsAnswer {
  settings: Settings
  /** Where the file is, and what is wrong with it (the running settings stay in force). */
  file: string
  problems: { line: number; column: number; path: string; message: string }[]
  attributions: { name: string; licence: string; text: string }[]
}
export interface SampleState {
  kind: 'absent' | 'running' | 'ready'
  /** 0 to 1; below 1 when `ready` for a replay that was stopped. */
  progress: number
  found?: { planted: string; found: boolean; event_id?: string }[]
}
