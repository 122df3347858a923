/** Counters of one source along the corridor; every number since this engine started. */
export interface SourceCounters {
  source: string
  /** Messages that came (datagrams, frames), the lost ones included: for syslog `received` = `stored` + what was lost. */
  received: number
  received_bytes: number
  /** Records made of them (one packet may hold many flows). */
  parsed: number
  /** Records kept raw, by reason. */
  unparsed: Record<string, number>
  /** Messages lost (`kernel_buffer`, `queue_full`), and what was turned away unread (`too_many_connections`), by reason. */
  dropped: Record<string, number>
  stored: number
  /** Records a second, over the last few seconds. */
  rate: number
  /** Milliseconds from arrival to stored, of the newest batch. */
  lag: number
  last_record_at?: number
  /** Nobody has it configured any more: what it brought before still counts. */
  removed?: true
}

export interface DetectorCounters {
  detector: string
  observed: number
  entities: number
  evicted: number
  /** Records it failed on, and what the first failure said. A bug; the stream goes on. */
  failures?: number
  failure?: string
}

export interface ClockReport {
  domain: string
  /** Milliseconds the host's clock is ahead (+) or behind (−). */
  skew: number
  records: number
  last_seen: number
}

export interface Counters {
  sources: SourceCounters[]
  detectors: DetectorCounters[]
  /** Observations kept from becoming events, by reason (`detection_disabled`, `family_disabled`, …). */
  suppressed: Record<string, number>
  /** Flag reads that failed and were taken at their safe default. */
  flag_failures?: number
  events_created: number
  events_updated: number
  clocks: ClockReport[]
}

/** What retention drops next, told before it does. */
export interface NextDrop {
  /** The oldest segment reaches the end of its time, or the store its budget at the rate at which it has grown. */
  reason: 'age' | 'budget'
  /** Milliseconds; not before this for `age`, about then for `budget`. */
  at: number
  records: number
  bytes: number
  /** Event times of what goes. */
  oldest: number
  newest: number
}

export interface Health {
  counters: Counters
  /** What waits between stages. */
  queues: { name: string; depth: number; capacity: number; unit: 'bytes' | 'batches' }[]
  store: {
    segments: number
    bytes: number
    records: number
    oldest?: number
    newest?: number
    budget_bytes: number
    retention_days: number
    next_drop?: NextDrop
  }
  memory: { rss: number; heap_used: number }
  started_at: number
  at: number
  problems: { kind: string; message: string; since: number; source?: string }[]
}
