import type { Category, Severity } from './severity.ts'
import type { Status, Verdict } from './event.ts'

/** One condition on a record field. Several are joined by "and". */
export type Condition =
  /** Letters of either case; a number by its value. `message` and `error.message` are prose: there the value is a phrase to be found within. */
  | { kind: 'equals'; field: string; value: string; negated: boolean }
  /** `*` stands for any run of characters. */
  | { kind: 'wildcard'; field: string; pattern: string; negated: boolean }
  | {
      kind: 'range'
      field: string
      minimum?: number
      maximum?: number
      exclusiveMinimum?: boolean
      exclusiveMaximum?: boolean
      negated: boolean
    }
  /** IPv4 or IPv6 network in CIDR notation. */
  | { kind: 'network'; field: string; cidr: string; negated: boolean }
  | { kind: 'exists'; field: string; negated: boolean }
  /**
   * Free text: in `message`, in any text field, or in the raw bytes. Letters of either case, as whole words;
   * a `*` at either end lifts that there (`fail*`, and `*fail*`, which no index helps).
   */
  | { kind: 'text'; text: string; negated: boolean }
  /** Any address, user or host field equals it. */
  | { kind: 'entity'; value: string; negated: boolean }

export interface RecordQuery {
  /** Event time, milliseconds; `from` inclusive, `to` exclusive. */
  from?: number
  to?: number
  conditions: Condition[]
}

export interface EventQuery {
  from?: number
  to?: number
  statuses?: Status[]
  severities?: Severity[]
  categories?: Category[]
  verdicts?: Verdict[]
  anomaly_types?: string[]
  excluded_anomaly_types?: string[]
  entity?: string
  excluded_entities?: string[]
  owner?: string
  tenant_id?: string
  user_id?: string
  /** True: resolved; false: everything else. */
  resolved?: boolean
  text?: string
  sort?: 'priority' | 'last_seen' | 'first_seen' | 'risk_score' | 'count'
}
