import type { FieldValue } from './fields.ts'

/** Whom or what an observation is about. */
export interface Entity {
  kind: 'ip' | 'user' | 'host' | 'source' | 'pair' | 'actor'
  /** `203.0.113.7`, `alice`, `10.0.0.5 → 198.51.100.9:443`. */
  value: string
}

/** One number or fact that tipped a detector, shown under "Why it fired". */
export interface Reason {
  /** What was measured: `failed logins in 5 min`. */
  label: string
  /** What it was. */
  value: FieldValue
  /** What it had to reach, where there is such a number. */
  threshold?: FieldValue
  /** ECS name of the parameter or field behind it: `parameters.failures`, `destination.port`. */
  name?: string
  unit?: string
  /** True when the condition held; "why did it not fire" lists the false ones. */
  met: boolean
}

/** What is known of the request behind an observation, where an application told of it (or an access log did). */
export interface ApplicationFacts {
  /** Authenticated users only. */
  user_id?: string
  tenant_id?: string
  tenant_name?: string
  path?: string
  method?: string
  resource_type?: string
  resource_id?: string
  ip_address?: string
  user_agent?: string
  device_id?: string
  request_id?: string
  status_code?: number
  masked_payload?: Record<string, unknown>
}

/** What a detector raises (DESIGN section 2). */
export interface Observation {
  detector: string
  anomaly_type: string
  entity: Entity
  /** The episode this belongs to: same type, entity and episode fold into one event. Made from record data only. */
  episode: string
  /** How strongly, 0 to 1. */
  score: number
  /** Event times of the episode so far; milliseconds. */
  first_seen: number
  last_seen: number
  /** Contributing records since the last observation of this episode. */
  count: number
  /** One sentence with the numbers: `203.0.113.7 failed 31 logins on web-1 in 58 s (limit 10 in 5 min)`. */
  explanation: string
  reasons: Reason[]
  /** `seq` of contributing records: the first few and the latest, bounded by `maxEvidence`. */
  evidence: number[]
  /** Related addresses, users, ports: bounded samples for the flyout; or what an application told, masked. */
  metadata: Record<string, unknown>
  /** The configured source of the record that raised it; its episode’s first, where there is one. */
  source?: string
  application?: ApplicationFacts
  /** The words for the person whose action it was, where an application chose them. */
  user_message?: string
  /** `episode`: folds into an event of the same episode only, never into another open one of the same entity. */
  folding?: 'episode'
}

export const maxEvidence = 50
