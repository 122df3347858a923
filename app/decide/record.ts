import type { ApplicationFacts, Observation } from '../model/observation.ts'
import { actorOf } from '../model/request-actor.ts'
import { knownFacts, longestFact, readFacts, type ReportProblem } from './application-facts.ts'
import { jsonSafe } from './json-safe.ts'
import { defaultMasker, type Masker } from './masking/masker.ts'

/** What an application hands over to have recorded: a type, or the decision it was given, and what it knows of the request. */
export interface Report {
  type?: string
  /** As it was evaluated. Only its type, metadata and messages are taken: what is decided is decided here. */
  decision?: Readonly<Record<string, unknown>>
  payload: Readonly<Record<string, unknown>> | null
  user_message?: string
  internal_message?: string
  /** Milliseconds since the epoch, or ISO 8601. */
  occurred_at?: number | string
}

export interface ReportContext {
  now: number
  /** As `DecideContext.hash`. */
  hash: (text: string) => string
  masker?: Masker
}

export type ReportReading = { kind: 'read'; observation: Observation } | { kind: 'invalid'; problems: ReportProblem[] }

/** The detector that applications are. */
export const applicationDetector = 'application'
const longestMessage = 10_000

/** What may be kept of a payload: masked, without the raw body, and with metadata and masked_payload masked once more as what they are. */
export function sanitizePayload(
  payload: Readonly<Record<string, unknown>> | null,
  masker: Masker = defaultMasker,
): Record<string, unknown> {
  const { payload: _payload, raw_payload: _raw, ...kept } = asRecord(jsonSafe(payload ?? {}))
  const sanitized = masker.metadata(kept)
  for (const name of ['metadata', 'masked_payload']) {
    if (Object.hasOwn(sanitized, name)) sanitized[name] = masker.metadata(asRecord(sanitized[name]))
  }
  return sanitized
}

/** What an application reports, as an observation like any detector's: the same flags, profile, folding and alerts hold for it. */
export function observationOf(report: Report, { now, hash, masker = defaultMasker }: ReportContext): ReportReading {
  const payload = sanitizePayload(report.payload, masker)
  const decision = asRecord(jsonSafe(report.decision ?? {}))
  const { facts, problems } = readFacts(payload)
  const type = readType(
    [report.type, '/type'],
    [decision['anomaly_type'], '/decision/anomaly_type'],
    [payload['anomaly_type'], '/payload/anomaly_type'],
  )
  if ('problem' in type) problems.push(type.problem)
  const time = readTime(report.occurred_at, now)
  if (time === undefined) problems.push({ field: '/occurred_at', message: 'must be milliseconds since the epoch, or ISO 8601' })
  if ('problem' in type || time === undefined || problems.length > 0) return { kind: 'invalid', problems }

  const { name: anomaly_type } = type
  const entity = actorOf(facts.user_id, facts.ip_address)
  const request = [facts.method, facts.path].filter((part) => part !== undefined).join(' ')
  const extra = Object.fromEntries(Object.entries(payload).filter(([name]) => !knownFacts.has(name)))
  const masked = payload['masked_payload'] as Record<string, unknown> | undefined
  const application: ApplicationFacts = masked === undefined ? facts : { ...facts, masked_payload: masked }
  const user_message = report.user_message ?? wordsIn(decision['user_message'])
  return {
    kind: 'read',
    observation: {
      detector: applicationDetector,
      anomaly_type,
      entity,
      episode: episodeOf(anomaly_type, facts, hash),
      score: 1,
      first_seen: time,
      last_seen: time,
      count: 1,
      explanation: report.internal_message ?? wordsIn(decision['internal_message']) ?? describe(anomaly_type, entity.value, request, facts),
      reasons: [{ label: 'reported by an application', value: request === '' ? anomaly_type : request, met: true }],
      evidence: [],
      metadata: { ...asRecord(decision['metadata']), ...extra, ...asRecord(payload['metadata']) },
      application,
      ...(user_message === undefined ? {} : { user_message }),
      folding: 'episode',
    },
  }
}

/** The same about the same thing belongs together; the same about another invoice does not. */
function episodeOf(anomalyType: string, facts: ApplicationFacts, hash: ReportContext['hash']): string {
  const { tenant_id, tenant_name, resource_type, resource_id } = facts
  return hash(JSON.stringify([anomalyType, tenant_id ?? tenant_name ?? null, resource_type ?? null, resource_id ?? null])).slice(0, 32)
}

function describe(anomalyType: string, actor: string, request: string, { status_code }: ApplicationFacts): string {
  const answer = status_code === undefined ? '' : ` (${status_code})`
  return `An application reported ${anomalyType.replaceAll('_', ' ')} by ${actor}${request === '' ? '' : `: ${request}`}${answer}`
}

type Named = readonly [value: unknown, field: string]

/** The first that is given; the others may leave it out but not contradict it. */
function readType(...given: readonly Named[]): { name: string } | { problem: ReportProblem } {
  const [first, ...rest] = given.filter(([value]) => value !== undefined && value !== null)
  if (first === undefined) return { problem: { field: '/type', message: 'must be given, or a decision with its anomaly_type' } }
  const [name, field] = first
  if (typeof name !== 'string' || name.trim() === '' || name.length > longestFact)
    return { problem: { field, message: `must be a text of 1 to ${longestFact} characters` } }
  const other = rest.find(([value]) => value !== name)
  return other === undefined ? { name } : { problem: { field: other[1], message: `is another type than ${field} says` } }
}

/** Nothing has happened yet that is still to come: a clock that is ahead must not hold events in the future. */
function readTime(given: number | string | undefined, now: number): number | undefined {
  if (given === undefined) return now
  const time = typeof given === 'number' ? given : Date.parse(given)
  return Number.isFinite(time) && time >= 0 ? Math.min(Math.trunc(time), now) : undefined
}

function wordsIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, longestMessage) : undefined
}

/** `null` is nothing; what is no mapping is kept as the value of one. */
function asRecord(value: unknown): Record<string, unknown> {
  if (value === null || value === undefined) return {}
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { value }
}
