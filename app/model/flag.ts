/** Whom a flag that is on holds for. Empty lists and 100 % name everyone. */
export interface FlagTargeting {
  /** Percentage of targeting keys, 0 to 100: the same key always lands on the same side. */
  rollout: number
  /** Only for users that their application calls staff. */
  staff_only: boolean
  /** Users for whom it is on whatever the percentage. */
  users: string[]
  /** Where any of these three is not empty, the flag is on only for what is named. */
  entities: string[]
  tenants: string[]
  sources: string[]
}

export const everyone: FlagTargeting = { rollout: 100, staff_only: false, users: [], entities: [], tenants: [], sources: [] }

/** About whom a flag is asked. The targeting key of a percentage is the user, else the entity. */
export interface FlagSubject {
  user?: { id: string; is_staff: boolean }
  entity?: string
  tenant?: string
  source?: string
}

/** What a flag did on one day (UTC). */
export interface FlagEffect {
  /** Milliseconds since the epoch, midnight UTC. */
  day: number
  let_through: number
  held_back: number
}

/** A feature flag that gates detection, alerting, blocking or one rule family; or one that applications asked to have kept. */
export interface Flag {
  name: string
  description: string
  enabled: boolean
  targeting: FlagTargeting
  /** The value when nobody has set it. */
  default: boolean
  /** What it gates, for the window. `application`: registered for other programs, which ask `GET /v1/flags/:name`. */
  gates: 'detection' | 'alerting' | 'blocking' | 'family' | 'application'
  /** For `gates: 'family'`: the detector family. */
  family?: string
  /** Who answers for its value. */
  provider: 'console' | 'openfeature'
  /** The last seven days, oldest first; days without a reading are left out. */
  effects: FlagEffect[]
  /** Reads that failed since the start and were taken at the safe default. */
  failures: number
  changed_at?: number
  changed_by?: string
}
