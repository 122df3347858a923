import type { Entity, Observation } from '../../model/observation.ts'
import type { Emit } from '../detector.ts'
import { addEvidence, listEvidence, makeEvidence, type Evidence } from './evidence.ts'
import { LruMap, type LruSnapshot } from './lru.ts'

/** A running or ended stretch of one entity's anomaly. Plain data: it lives in snapshots. */
export interface Episode<Detail> {
  key: string
  entity: Entity
  /** The configured source of the record that began it. */
  source: string
  /** The time of its first contributing record, as it stood when the episode began. */
  id: string
  first_seen: number
  last_seen: number
  /** Contributing records so far, weights counted. */
  count: number
  /** Of them not yet in an observation. */
  pending: number
  /** Count and time at the last observation that growth brought about; drains leave both alone. */
  marked_count: number
  marked_time: number
  evidence: Evidence
  detail: Detail
}

/** What a detector says of an episode as it stands, made only when an observation goes out. */
export type Description = Pick<Observation, 'score' | 'explanation' | 'reasons' | 'metadata' | 'application'>

export interface EpisodeOptions<Detail> {
  detector: string
  anomaly_type: string
  /** Entities remembered. */
  capacity: number
  /** An episode ends when its entity has been quiet for so many milliseconds of its own event time. */
  quiet: number
  describe: (episode: Episode<Detail>) => Description
}

/** What tipped a detector. */
export interface Tip<Detail> {
  key: string
  entity: Entity
  source: string
  first_seen: number
  last_seen: number
  count: number
  /** `seq` of the contributing records known, oldest first. */
  evidence: readonly number[]
  detail: Detail
}

/** Growth is reported when the count has doubled, or after so much event time. Milliseconds. */
const growthInterval = 60_000
/** An entity seen by hosts with different clocks has an episode near each of them. */
const maxNeighbourhoods = 4

/**
 * The episodes of one anomaly type. An observation goes out when an episode begins, and then as it grows, at points
 * that depend on records only; `drain` sends what is left between those points without moving them. So the counts of
 * an episode add up to the same sum however the records are batched or drained.
 */
export class EpisodeBook<Detail> {
  /** By entity, the episode touched last at the end. */
  private readonly episodes: LruMap<Episode<Detail>[]>
  private readonly options: EpisodeOptions<Detail>
  private quiet: number

  constructor(options: EpisodeOptions<Detail>) {
    this.options = options
    this.quiet = options.quiet
    this.episodes = new LruMap(options.capacity)
  }

  get size(): number {
    return this.episodes.size
  }

  get evicted(): number {
    return this.episodes.evicted
  }

  setQuiet(quiet: number): void {
    this.quiet = quiet
  }

  /** The episode that a record of this time belongs to: one that it touches, or lies within its quiet time of. */
  running(key: string, time: number): Episode<Detail> | undefined {
    const known = this.episodes.get(key)
    if (known === undefined) return undefined
    for (let at = known.length - 1; at >= 0; at -= 1) {
      const episode = known[at]!
      if (time < episode.first_seen - this.quiet || time > episode.last_seen + this.quiet) continue
      if (at !== known.length - 1) known.push(...known.splice(at, 1))
      return episode
    }
    return undefined
  }

  begin(tip: Tip<Detail>, emit: Emit): Episode<Detail> {
    const episode: Episode<Detail> = {
      ...tip,
      id: String(tip.first_seen),
      pending: tip.count,
      marked_count: tip.count,
      marked_time: tip.last_seen,
      evidence: makeEvidence(tip.evidence),
    }
    const known = this.episodes.get(tip.key)
    if (known === undefined) this.episodes.set(tip.key, [episode])?.forEach((gone) => this.flush(gone, emit))
    else {
      known.push(episode)
      if (known.length > maxNeighbourhoods) this.flush(known.shift()!, emit)
    }
    this.flush(episode, emit)
    return episode
  }

  /** One more contributing record. `notable` sends it at once: it says something new, not only more of the same. */
  grow(episode: Episode<Detail>, record: { seq: number; time: number }, weight: number, emit: Emit, notable = false): void {
    episode.count += weight
    episode.pending += weight
    if (record.time < episode.first_seen) episode.first_seen = record.time
    if (record.time > episode.last_seen) episode.last_seen = record.time
    addEvidence(episode.evidence, record.seq)
    if (!notable && episode.count < 2 * episode.marked_count && record.time - episode.marked_time < growthInterval) return
    episode.marked_count = episode.count
    episode.marked_time = record.time
    this.flush(episode, emit)
  }

  drain(emit: Emit): void {
    for (const known of this.episodes.values()) for (const episode of known) this.flush(episode, emit)
  }

  snapshot(): LruSnapshot<Episode<Detail>[]> {
    return this.episodes.snapshot()
  }

  restore(state: unknown): void {
    this.episodes.restore(state as LruSnapshot<unknown>, (value) => value as Episode<Detail>[])
  }

  private flush(episode: Episode<Detail>, emit: Emit): void {
    if (episode.pending === 0) return
    const count = episode.pending
    episode.pending = 0
    emit({
      detector: this.options.detector,
      anomaly_type: this.options.anomaly_type,
      entity: episode.entity,
      source: episode.source,
      episode: episode.id,
      ...this.options.describe(episode),
      first_seen: episode.first_seen,
      last_seen: episode.last_seen,
      count,
      evidence: listEvidence(episode.evidence),
    })
  }
}
