import type { ApplicationFacts } from '../model/observation.ts'
import { extractResource } from '../model/request-path.ts'

/** `field`: a JSON pointer into what was handed over. */
export interface ReportProblem {
  field: string
  message: string
}

export const longestFact = 200
const longest: Readonly<Record<string, number>> = { path: 8192, user_agent: 2000 }

const textFacts = [
  'user_id',
  'tenant_id',
  'tenant_name',
  'path',
  'method',
  'resource_type',
  'resource_id',
  'ip_address',
  'user_agent',
  'device_id',
  'request_id',
] as const

/** Names in a payload that are facts, or that are ours to say and nobody else's. */
export const knownFacts: ReadonlySet<string> = new Set<string>([
  ...textFacts,
  'status_code',
  'metadata',
  'masked_payload',
  'anomaly_type',
  'category',
  'severity',
  'risk_score',
  'action_taken',
  'blocked',
  'resolved',
  'resolved_at',
  'notes',
])

/** The facts of a request in a payload, which is masked already; `null` counts as left out. What the path tells of the resource fills what is not said. */
export function readFacts(payload: Readonly<Record<string, unknown>>): { facts: ApplicationFacts; problems: ReportProblem[] } {
  const facts: ApplicationFacts = {}
  const problems: ReportProblem[] = []
  for (const name of textFacts) {
    const value = payload[name] ?? undefined
    if (typeof value === 'string' || typeof value === 'number') {
      const text = String(value).slice(0, longest[name] ?? longestFact)
      if (text !== '') facts[name] = text
    } else if (value !== undefined) problems.push({ field: `/payload/${name}`, message: 'must be a text or a number' })
  }
  const status = payload['status_code'] ?? undefined
  if (Number.isInteger(status) && Number(status) >= 0 && Number(status) <= 999) facts.status_code = Number(status)
  else if (status !== undefined) problems.push({ field: '/payload/status_code', message: 'must be a whole number from 0 to 999' })
  if (facts.path !== undefined) fillFromPath(facts, facts.path)
  return { facts, problems }
}

function fillFromPath(facts: ApplicationFacts, given: string): void {
  // A query holds what the path is asked, secrets among it.
  const path = given.split(/[?#]/, 1)[0] ?? ''
  facts.path = path
  if (facts.resource_type !== undefined || facts.resource_id !== undefined) return
  const { type, id } = extractResource(path)
  if (type !== null) facts.resource_type = type.slice(0, longestFact)
  if (id !== null) facts.resource_id = id
}
