import type { TelemetryReader } from '../store/store.ts'
import type { Detection } from './detection.ts'
import type { PipelineBatch, PipelineState } from './messages.ts'
import type { RecordFactory } from './record-factory.ts'
import type { PipelineThreadData } from './thread-data.ts'

/** Without a usable snapshot, how many records back the detectors look to find their feet. */
const longestReplay = 2_000_000

export interface RecoveryParts {
  data: PipelineThreadData
  detection: Detection
  factory: RecordFactory
  openReader: (directory: string) => TelemetryReader
  send: (batch: PipelineBatch) => void
}

export interface Recovered {
  /** Records. */
  replayed: number
  /** The newest heartbeat that the detectors know; 0 where there was none. */
  lastTick: number
}

/**
 * Brings the detectors to where the store stands: the last snapshot, then every stored record and heartbeat
 * after it. What they observe again is dropped up to what the console already holds and sent on beyond it,
 * so that a restart at any moment neither loses an event nor makes one twice.
 */
export function recover({ data, detection, factory, openReader, send }: RecoveryParts): Recovered {
  const state = data.snapshot?.state as PipelineState | undefined
  if (state?.detection !== undefined) detection.restore(state.detection)
  if (state?.parsers !== undefined) factory.restore(state.parsers)
  const after = Math.max(data.snapshot?.seq ?? 0, data.last_seq - longestReplay)
  const reader = openReader(data.telemetry)
  let replayed = 0
  let seq = after
  let lastTick = state?.tick ?? 0
  reader.replay(after, ({ records, tick }) => {
    for (const record of records) {
      detection.observe(record)
      seq = record.seq
      if (detection.pending > 0) {
        const observations = detection.take()
        if (seq > data.applied_seq) send({ seq, block: undefined, observations })
      }
    }
    replayed += records.length
    // Of the heartbeats that came before the first record, the snapshot knows those up to its own.
    if (tick === undefined || (seq === after && tick <= lastTick)) return
    lastTick = tick
    detection.tick(tick)
    const observations = detection.take()
    if (tick > data.applied_tick) send({ seq, block: undefined, observations, tick_replayed: tick })
  })
  reader.close()
  // Those up to the snapshot are stored; which of the others are is not known, and storing them again changes nothing.
  const judgements = detection.takeJudgements()
  if (judgements.length > 0) send({ seq, block: undefined, observations: [], judgements: { judgements, replayed: true } })
  return { replayed, lastTick }
}
