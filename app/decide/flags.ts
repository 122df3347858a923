import type { Flag } from '../model/flag.ts'

/** Where flag values come from: the console's own store, or another provider behind the same port. */
export interface FlagReader {
  /** `undefined`: nobody has set it. May throw; the caller falls back to the safe default. */
  read(name: string): boolean | undefined
}

export type FlagDefinition = Pick<Flag, 'name' | 'description' | 'default' | 'gates' | 'family'>

export const gates = {
  detection: 'ANOMALY_DETECTION_ENABLED',
  alerting: 'ANOMALY_ALERTING_ENABLED',
  blocking: 'ANOMALY_BLOCKING_ENABLED',
} as const

/** Off until switched on (DESIGN section 6). */
const gateDefinitions: readonly FlagDefinition[] = [
  {
    name: gates.detection,
    description: 'Observations become events. Off, detectors still learn, and what they see is counted.',
    default: false,
    gates: 'detection',
  },
  {
    name: gates.alerting,
    description: 'Events of risk 50 or more are delivered to the alert channels.',
    default: false,
    gates: 'alerting',
  },
  { name: gates.blocking, description: 'Decisions of risk 100 ask the caller to block.', default: false, gates: 'blocking' },
]

export function familyFlag(family: string): string {
  return `ANOMALY_RULE_${family}_ENABLED`
}

/** Every flag there is: the three gates, and one for each detector family, on once detection is on. */
export function defineFlags(families: readonly { family: string; title: string }[]): FlagDefinition[] {
  const byFamily = new Map<string, string[]>()
  for (const { family, title } of families) byFamily.set(family, [...(byFamily.get(family) ?? []), title])
  const familyDefinitions = [...byFamily].map(([family, titles]): FlagDefinition => ({
    name: familyFlag(family),
    description: `Observations of this family become events: ${titles.join(', ')}.`,
    default: true,
    gates: 'family',
    family,
  }))
  return [...gateDefinitions, ...familyDefinitions]
}

/** Defaults of the gates are off, of everything else on. A read that fails is a read that found nothing. */
export function isEnabled(flags: FlagReader, name: string, onFailure?: (name: string) => void): boolean {
  const fallback = !Object.values<string>(gates).includes(name)
  try {
    return flags.read(name) ?? fallback
  } catch {
    onFailure?.(name)
    return fallback
  }
}
