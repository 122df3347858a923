import { z } from 'zod'
import { severities, categories } from '../model/severity.ts'
import { statuses, verdicts, type Activity, type Note, type SecurityEvent, type Status, type Verdict } from '../model/event.ts'
import { sourceSchema, type SourceStatus, type SourceType } from '../model/source.ts'
import { settingsChangeSchema, type Settings } from '../model/config.ts'
import type { Condition } from '../model/query.ts'
import type { Flag } from '../model/flag.ts'
import type { Health } from '../model/counters.ts'
import { apiScopes, type ApiToken } from '../model/api-token.ts'
import type { BlockEntry } from '../model/block-entry.ts'
import type { MaskingReport } from '../model/masking.ts'
import type { AnomalyTypeDefinition, PackChange, ParameterDefinition, ProfileRevision, RuleProfile } from '../model/rule-profile.ts'
import { modelRequests } from './models.ts'
import { datasetRequests } from './datasets.ts'
import type { RecordView } from './record-view.ts'
import { request } from './request.ts'
import { signalRequests } from './signals.ts'
import { engineRequests, sandboxRequests } from './sandbox.ts'

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
  tenant_id: z.string().optional(),
  user_id: z.string().optional(),
  resolved: z.boolean().optional(),
  text: z.string().max(500).optional(),
  sort: z.enum(['priority', 'last_seen', 'first_seen', 'risk_score', 'count']).optional(),
})
export const flagNameSchema = z.string().regex(/^[A-Z][A-Z0-9_]{1,99}$/, 'capital letters, digits and underscores')
export const flagTargetingSchema = z.strictObject({
  rollout: z.number().min(0).max(100),
  staff_only: z.boolean(),
  users: z.array(z.string().min(1).max(200)).max(10_000),
  entities: z.array(z.string().min(1).max(500)).max(10_000),
  tenants: z.array(z.string().min(1).max(200)).max(10_000),
  sources: z.array(z.string().min(1).max(100)).max(1000),
})
const none = z.strictObject({})
const ids = z.array(z.string()).min(1).max(10_000)

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

  'sources.list': request<{ sources: SourceStatus[]; types: SourceTypeInfo[] }>()(none),
  'sources.add': request<{ status: SourceStatus }>()(z.strictObject({ source: sourceSchema })),
  'sources.edit': request<{ status: SourceStatus }>()(z.strictObject({ id: z.string(), source: sourceSchema })),
  'sources.remove': request<Record<string, never>>()(z.strictObject({ id: z.string() })),
  'sources.pause': request<{ status: SourceStatus }>()(z.strictObject({ id: z.string() })),
  'sources.resume': request<{ status: SourceStatus }>()(z.strictObject({ id: z.string() })),
  /** Sends one message to the listener and follows it into the store. */
  'sources.test': request<SourceTestAnswer>()(z.strictObject({ id: z.string() })),

  'flags.list': request<{ flags: Flag[] }>()(none),
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

  'profiles.list': request<ProfilesAnswer>()(none),
  'profiles.get': request<ProfileDetail>()(z.strictObject({ anomaly_type: z.string() })),
  /** `revision`: the one it was edited from (0: the package's); a newer one makes the save stale. Parameters are the detector's: they change for all its types. */
  'profiles.save': request<ProfileSaved>()(
    z.strictObject({
      profile: z.record(z.string(), z.unknown()),
      revision: z.int().min(0),
      why: z.string().max(1000),
      redecide: z.boolean(),
    }),
  ),
  /** Makes an earlier revision (0: the package's defaults) the newest again. */
  'profiles.restore': request<ProfileSaved>()(
    z.strictObject({ anomaly_type: z.string(), revision: z.int().min(0), why: z.string().max(1000), redecide: z.boolean() }),
  ),
  /** What the change would have done to stored records: progress, cancellable. */
  'profiles.preview': request<ProfilePreview>()(z.strictObject({ profile: z.record(z.string(), z.unknown()), from: time, to: time })),
  'profiles.export': request<{ yaml: string }>()(
    z.strictObject({ anomaly_types: z.array(z.string()).optional(), name: z.string().max(100) }),
  ),
  /** `apply: false` only says what would happen. `choices`: for conflicts, per anomaly type, whose fields hold. */
  'profiles.import': request<PackAnswer>()(
    z.strictObject({
      yaml: z.string().max(2 << 20),
      apply: z.boolean(),
      choices: z.record(z.string(), z.enum(['mine', 'theirs'])).default({}),
    }),
  ),

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

  ...signalRequests,

  ...datasetRequests,

  'masking.report': request<MaskingReport>()(none),

  'health.get': request<Health>()(none),
  'settings.get': request<SettingsAnswer>()(none),
  'settings.set': request<SettingsAnswer>()(z.strictObject({ settings: settingsChangeSchema })),

  /** Replays files into the live store (`into: 'live'`) as the source `import`. Paths are on the engine's machine. */
  'import.start': request<{ id: string }>()(
    z.strictObject({ files: z.array(z.string()).min(1).max(1000), format: z.enum(['auto', 'syslog', 'requests', 'events', 'pcap']) }),
  ),
  'import.cancel': request<Record<string, never>>()(z.strictObject({ id: z.string() })),

  /** Replays the labelled sample day into a separate store (`session.view` shows it). */
  'sample.start': request<SampleState>()(none),
  'sample.stop': request<SampleState>()(none),
  'sample.delete': request<SampleState>()(none),
  'sample.state': request<SampleState>()(none),

  /** Answers the first-run question: detection (and alerting) on or off. */
  'firstRun.finish': request<Record<string, never>>()(z.strictObject({ detection: z.boolean(), alerting: z.boolean() })),

  ...modelRequests,

  ...engineRequests,
  ...sandboxRequests,
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
/** How a rule has done: the scorecard of the Rules page. */
export interface RuleStatistics {
  anomaly_type: string
  /** Of its family; none for a type that nobody declares. */
  flag?: string
  /** Of the last seven days. */
  events_per_day: number
  open: number
  /** Resolved events by verdict, of all time. */
  true_positive: number
  benign: number
  false_positive: number
  last_fired?: number
  /** `silent`: it has not fired for 30 days; `noisy`: most of its verdicts are false; `failing`: its detector failed on records. */
  health: 'healthy' | 'silent' | 'noisy' | 'failing' | 'off'
}
export interface ProfilesAnswer {
  profiles: RuleProfile[]
  detectors: DetectorInfo[]
  statistics: RuleStatistics[]
  /** Of the newest save, by type; absent: the package's profile. */
  revisions: Record<string, number>
}
export interface ProfileDetail {
  profile: RuleProfile
  defaults: RuleProfile
  /** Newest first. */
  revisions: ProfileRevision[]
  /** Types of the same detector, whose parameters change with this one's. */
  shared_with: string[]
  /** Parameters and fields that vedette.yml or the environment set. */
  overridden: { field: string; by: string }[]
  statistics: RuleStatistics
}
export interface ProfileSaved {
  profile: RuleProfile
  revision: number
  /** Open events decided anew. */
  redecided: number
}
/** One event that a preview raises with one profile and not with the other. */
export interface PreviewedEvent {
  anomaly_type: string
  entity: string
  first_seen: number
  last_seen: number
  count: number
  explanation: string
  /** The stored event that it is, and its verdict, where there is one. */
  event_id?: string
  verdict?: Verdict
}
export interface ProfilePreview {
  from: number
  to: number
  /** Whether stored records were run through the detector: not where only the decisions about its events change. */
  replayed: boolean
  records: number
  /** False when records alone are not enough: it was stopped, or stored records do not reach back to `from`. */
  complete: boolean
  oldest_record?: number
  before: number
  after: number
  /** At most 200 each, the gravest first; the counts are whole. */
  raised: PreviewedEvent[]
  removed: PreviewedEvent[]
  raised_count: number
  removed_count: number
  /** Events resolved as true positives that the change would lose. */
  lost_true_positives: PreviewedEvent[]
  /** Resolved as true positives, and found by neither run: their records are gone, or other parameters found them. */
  unreproduced_true_positives: number
  /** Events resolved as benign or false that it would spare. */
  removed_noise: number
  /** Of the stored events of the type in this time: how many alert, step up and block, before and after. */
  alerts: { before: number; after: number }
  step_ups: { before: number; after: number }
  blocks: { before: number; after: number }
}
export interface PackAnswer {
  name: string
  version: string
  changes: PackChange[]
  applied: boolean
  problems: { line: number; column: number; path: string; message: string }[]
}
export interface ApiState {
  enabled: boolean
  /** Where it is served, when it is. */
  url?: string
}
export interface SettingsAnswer {
  settings: Settings
  /** Settings that a name such as `ANOMALY_API_VERSION` sets, in the environment or the file: a change here does not reach them. */
  overridden: { path: string; by: string }[]
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
