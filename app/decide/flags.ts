import type { Flag } from '../model/flag.ts'

export type FlagDefinition = Pick<Flag, 'name' | 'description' | 'default' | 'gates' | 'family'>

/** Where flag values come from: the console's own book, or another provider. `undefined`: nobody has set it. May throw. */
export interface FlagReader {
  read(name: string): boolean | undefined
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
  { name: blockingFlag, description: 'Events that score 100 are marked as blocked.', default: false, gates: 'blocking' },
]

/** `PORT_SCAN` → `ANOMALY_RULE_PORT_SCAN_ENABLED` */
export function familyFlag(family: string): string {
  return `ANOMALY_RULE_${family}_ENABLED`
}

/** Every flag there is: the general ones and one per detector family, on once detection is on. */
export function defineFlags(detectors: readonly { family: string; title: string }[]): FlagDefinition[] {
  const titles = new Map<string, string[]>()
  for (const { family, title } of detectors) titles.set(family, [...(titles.get(family) ?? []), title])
  const families = [...titles].map(([family, names]): FlagDefinition => ({
    name: familyFlag(family),
    description: `Lets these detectors raise events: ${names.join(', ')}.`,
    default: true,
    gates: 'family',
    family,
  }))
  return [...generalFlags, ...families]
}

/** A flag's value; `fallback` where it is not set. A read that fails gives `fallback` too and is reported to `failed`. */
export function readFlag(flags: FlagReader, name: string, fallback: boolean, failed?: (name: string, error: unknown) => void): boolean {
  try {
    return flags.read(name) ?? fallback
  } catch (error) {
    failed?.(name, error)
    return fallback
  }
}
