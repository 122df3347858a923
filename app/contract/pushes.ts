import type { BlockEntry } from '../model/block-entry.ts'
import type { SecurityEvent } from '../model/event.ts'
import type { Flag } from '../model/flag.ts'
import type { Health } from '../model/counters.ts'
import type { SourceStatus } from '../model/source.ts'
import type { ModelsAnswer } from './models.ts'
import type { RecordView } from './record-view.ts'
import type { SignalsLive, StreamView } from './signals.ts'
import type { SampleState } from './imports.ts'

/** Everything the engine says unasked. */
export interface Pushes {
  /** Once a second. */
  health: Health
  /**
   * Newest records, at most 4 times a second and 250 at a time; `skipped` counts what a flood left out. `begins`: from here
   * on they come, while what was stored before must be searched for.
   */
  'records.live': { records: RecordView[]; skipped: number; begins?: true }
  'events.changed': { created: SecurityEvent[]; updated: SecurityEvent[] }
  'sources.changed': { sources: SourceStatus[] }
  'flags.changed': { flags: Flag[] }
  'profiles.changed': { anomaly_types: string[] }
  'blocklist.changed': { entries: BlockEntry[] }
  /** Datasets with a new run, or without what they had. */
  'datasets.changed': { names: string[] }
  /** At most 4 times a second while one is trained. */
  'models.changed': ModelsAnswer
  'streams.changed': { streams: StreamView[] }
  'signals.live': SignalsLive
  'import.progress': { id: string; fraction: number; records: number; state: 'running' | 'done' | 'cancelled' | 'failed'; message?: string }
  'sample.changed': SampleState
  notification: { title: string; body: string; event_id: string }
}
export type PushName = keyof Pushes
