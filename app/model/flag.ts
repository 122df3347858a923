/** A feature flag that gates detection, alerting, blocking or one rule family. */
export interface Flag {
  name: string
  description: string
  enabled: boolean
  /** The value when nobody has set it. */
  default: boolean
  /** What it gates, for the window. */
  gates: 'detection' | 'alerting' | 'blocking' | 'family'
  /** For `gates: 'family'`: the detector family. */
  family?: string
  changed_at?: number
  changed_by?: string
}
