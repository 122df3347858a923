import { decisionThresholds } from '../model/decision.ts'
import type { Flag, FlagSubject } from '../model/flag.ts'
import type { Observation } from '../model/observation.ts'
import { applicationTypes } from './application-types.ts'
import type { DetectorDeclaration } from './declarations.ts'

export type FlagDefinition = Pick<Flag, 'name' | 'description' | 'default' | 'gates' | 'family'>

/** What a flag did with an observation. */
export type FlagOutcome = 'let_through' | 'held_back'

/** One question to a provider. */
export interface FlagLookup {
  name: string
  subject: FlagSubject
}

/** Where flag values come from: the console's own book, or another provider. */
export interface FlagReader {
  /** `undefined`: nobody has set it. May throw: the caller takes the safe default and counts the failure. */
  read(name: string, subject: FlagSubject): boolean | undefined
  /** For providers that must wait for a value: whoever is about to `read` awaits this first, and `read` answers from what it fetched. */
  prepare?(lookups: readonly FlagLookup[]): Promise<void>
}

export const detectionFlag = 'ANOMALY_DETECTION_ENABLED'
export const alertingFlag = 'ANOMALY_ALERTING_ENABLED'
export const blockingFlag = 'ANOMALY_BLOCKING_ENABLED'

/** Off until someone switches them on (DESIGN section 6). */
const generalFlags: readonly FlagDefinition[] = [
  {
    name: detectionFlag,
    description: 'Observations become events. Off: they are counted and go no further.',
    default: false,
    gates: 'detection',
  },
  { name: alertingFlag, description: 'Events that score 50 or more are sent to the alert channels.', default: false, gates: 'alerting' },
  {
    name: blockingFlag,
    description: 'Events that score 100 are marked as blocked, and their addresses go on the blocklist.',
    default: false,
    gates: 'blocking',
  },
]

/** `PORT_SCAN` → `ANOMALY_RULE_PORT_SCAN_ENABLED` */
export function familyFlag(family: string): string {
  return `ANOMALY_RULE_${family}_ENABLED`
}

/** What the families have in common that applications report to as well. */
const familyDescriptions: Readonly<Record<string, string>> = {
  BURST: 'Bursts of writes to sensitive endpoints become events.',
  PERMISSION_PROBING: 'Repeated refusals and the probing of paths become events.',
  BUSINESS_TAMPERING: 'What applications report of tampering with their business data becomes events: invoices, stock, submissions.',
  CROSS_TENANT: 'Requests that name a tenant other than their own become events.',
  VALIDATION_FAILURES: 'Repeated invalid requests become events.',
  DATASETS: 'What is odd in the answers of applications’ queries becomes events: rows, changes, queries.',
}

/** Every flag there is: the general ones and one per family (of the detectors and of the types for applications), on once detection is on. */
export function defineFlags(detectors: readonly Pick<DetectorDeclaration, 'family' | 'title' | 'anomaly_types'>[]): FlagDefinition[] {
  const declared = new Set(detectors.flatMap(({ anomaly_types }) => anomaly_types.map(({ anomaly_type }) => anomaly_type)))
  const titles = new Map<string, string[]>()
  for (const { family, title } of [...detectors, ...applicationTypes.filter(({ anomaly_type }) => !declared.has(anomaly_type))])
    titles.set(family, [...(titles.get(family) ?? []), title])
  const families = [...titles].map(([family, names]): FlagDefinition => ({
    name: familyFlag(family),
    description: familyDescriptions[family] ?? `Lets these detectors raise events: ${names.join(', ')}.`,
    default: true,
    gates: 'family',
    family,
  }))
  return [...generalFlags, ...families]
}

/** Whom the flags are asked about when an observation is decided. */
export function subjectOf({ entity, source, application }: Pick<Observation, 'entity' | 'source' | 'application'>): FlagSubject {
  const subject: FlagSubject = { entity: entity.value }
  if (source !== undefined) subject.source = source
  const tenant = application?.tenant_id ?? application?.tenant_name
  if (tenant !== undefined) subject.tenant = tenant
  // Facts of a request do not say who is staff: a flag for staff alone holds back what anyone's requests raise.
  if (application?.user_id !== undefined) subject.user = { id: application.user_id, is_staff: false }
  return subject
}

/** All that `decide` may ask about an observation: what a provider with `prepare` is told beforehand. */
export function lookupsOf(observation: Observation, family: string | undefined): FlagLookup[] {
  const subject = subjectOf(observation)
  const names = [detectionFlag, ...(family === undefined ? [] : [familyFlag(family)]), alertingFlag, blockingFlag]
  return names.map((name) => ({ name, subject }))
}

/** A flag's value; `fallback` where it is not set. A read that fails gives `fallback` too and is reported to `failed`. */
export function readFlag(
  flags: FlagReader,
  { name, subject }: FlagLookup,
  fallback: boolean,
  failed?: (name: string, error: unknown) => void,
): boolean {
  try {
    // A provider written without types may answer anything: whatever it answers is a value, and only `undefined` is none.
    const value: unknown = flags.read(name, subject)
    return value === undefined ? fallback : Boolean(value)
  } catch (error) {
    failed?.(name, error)
    return fallback
  }
}

/** The two flags a decision depends on, each asked only where the score reaches what it gates. */
export function readGates(riskScore: number, isOn: (name: string, fallback: boolean) => boolean): { alerting: boolean; blocking: boolean } {
  return {
    alerting: riskScore >= decisionThresholds.alert && isOn(alertingFlag, false),
    blocking: riskScore >= decisionThresholds.block && isOn(blockingFlag, false),
  }
}
