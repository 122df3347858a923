import type { Observation } from '../../model/observation.ts'
import type { TelemetryRecord } from '../../model/record.ts'
import type { Detector, DetectorInstance, Parameters } from '../detector.ts'
import { defaultParameters } from '../parameters.ts'
import { inOrder, type Draft } from './records.ts'

export interface RunOptions {
  parameters?: Parameters
  /** The state goes through JSON into a new instance before these positions. */
  restartAt?: ReadonlySet<number>
  /** Held-back growth is asked for before these positions, as at a heartbeat. */
  drainAt?: ReadonlySet<number>
  /** A heartbeat is given before the record at a position. */
  ticks?: ReadonlyMap<number, number>
  /** Leave what is held back at the end where it is. */
  keep?: boolean
}

export interface Run {
  observations: Observation[]
  /** `seq` of the records at which something was observed, heartbeats and drains left out. */
  observedAt: number[]
  instance: DetectorInstance
}

/** Sends records through a detector, as the corridor does. */
export function runDetector(detector: Detector, records: readonly TelemetryRecord[], options: RunOptions = {}): Run {
  const parameters = { ...defaultParameters(detector), ...options.parameters }
  const observations: Observation[] = []
  const observedAt: number[] = []
  const emit = (observation: Observation) => void observations.push(observation)
  let instance = detector.create(parameters)
  for (const [at, record] of records.entries()) {
    if (options.restartAt?.has(at)) {
      const saved = JSON.stringify(instance.snapshot())
      instance = detector.create(parameters)
      instance.restore(JSON.parse(saved))
    }
    if (options.drainAt?.has(at)) instance.drain(emit)
    const tick = options.ticks?.get(at)
    if (tick !== undefined) instance.tick(tick, emit)
    const before = observations.length
    instance.observe(record, emit)
    if (observations.length > before) observedAt.push(record.seq)
  }
  if (!options.keep) instance.drain(emit)
  return { observations, observedAt, instance }
}

export interface FoldedEpisode {
  anomaly_type: string
  entity: string
  episode: string
  count: number
  last: Omit<Observation, 'count'>
}

/** What the queue makes of observations: one event an episode. Sorted, so that only content is compared. */
export function foldEpisodes(observations: readonly Observation[]): FoldedEpisode[] {
  const folded = new Map<string, FoldedEpisode>()
  for (const { count, ...last } of observations) {
    const key = [last.anomaly_type, last.entity.kind, last.entity.value, last.episode].join(' ')
    const known = folded.get(key)
    if (known === undefined) {
      folded.set(key, { anomaly_type: last.anomaly_type, entity: last.entity.value, episode: last.episode, count, last })
    } else {
      known.count += count
      known.last = last
    }
  }
  return [...folded].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, episode]) => episode)
}

/** The same records in one go, and with a restart before every `every`th of them: both must say the same. */
export function runWithRestarts(detector: Detector, records: readonly TelemetryRecord[], every: number) {
  const restartAt = new Set(records.map((_, at) => at).filter((at) => at % every === every - 1))
  return { through: runDetector(detector, records).observations, resumed: runDetector(detector, records, { restartAt }).observations }
}

/** What a detector makes of records that need no numbers of their own: one entry an episode. */
export function episodesOf(detector: Detector, drafts: readonly Draft[], parameters?: Parameters): FoldedEpisode[] {
  return foldEpisodes(runDetector(detector, inOrder(drafts), { parameters }).observations)
}
