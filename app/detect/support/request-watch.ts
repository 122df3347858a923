import type { ApplicationFacts, Entity } from '../../model/observation.ts'
import type { TelemetryRecord } from '../../model/record.ts'
import type { DetectorInstance, Emit, Parameters } from '../detector.ts'
import { countDistinct, makeDistinctCount, type DistinctCount } from './distinct-count.ts'
import { EpisodeBook, type Episode } from './episode.ts'
import { LruMap, type LruSnapshot } from './lru.ts'
import { readFacts, readRequest, type HttpRequest } from './request.ts'
import { addHit, countHits, makeRequestHistory, recentHits, reviveRequestHistory, type RequestHistory } from './request-history.ts'
import { describeRequests, type RequestWording } from './request-wording.ts'
import { copyState } from './state.ts'

const maxActors = 10_000
const maxEpisodes = 4096

/** What makes one detector of requests differ from another. */
export interface RequestShape extends RequestWording {
  detector: string
  anomaly_type: string
  matches(request: HttpRequest): boolean
  /** What else to remember of a hit: a prefix, a tenant that was named; `''` for nothing. */
  label(request: HttpRequest): string
}

/** What an episode is explained with. */
export interface RequestDetail {
  /** The most hits within one window so far. */
  peak: number
  paths: DistinctCount
  labels: DistinctCount
  newest: ApplicationFacts
  /** Label of the newest hit. */
  label: string
}

/** Hits of one actor in a sliding window of event time, whatever their paths. */
export class RequestWatch implements DetectorInstance {
  private readonly actors = new LruMap<RequestHistory>(maxActors)
  private readonly episodes: EpisodeBook<RequestDetail>
  private readonly shape: RequestShape
  private threshold = 0
  private paths = 0
  private window = 0

  constructor(shape: RequestShape, parameters: Parameters) {
    this.shape = shape
    this.episodes = new EpisodeBook({
      detector: shape.detector,
      anomaly_type: shape.anomaly_type,
      capacity: maxEpisodes,
      quiet: 0,
      describe: (episode) => describeRequests(episode, this.shape, this),
    })
    this.configure(parameters)
  }

  configure(parameters: Parameters): void {
    this.threshold = parameters['threshold']!
    this.paths = parameters['paths'] ?? 1
    this.window = parameters['window']! * 1000
    // Shorter than the window, it would count the records of one episode again in the next.
    this.episodes.setQuiet(Math.max(parameters['quiet']! * 1000, this.window))
  }

  get limits(): { threshold: number; paths: number; window: number } {
    const { threshold, paths, window } = this
    return { threshold, paths, window }
  }

  observe(record: TelemetryRecord, emit: Emit): void {
    const request = readRequest(record)
    if (request === undefined || !this.shape.matches(request)) return
    const { actor, path } = request
    let history = this.actors.get(actor.value)
    if (history === undefined) {
      history = makeRequestHistory(this.window)
      this.actors.set(actor.value, history)
    }
    const label = this.shape.label(request)
    addHit(history, record, path, label)
    const hits = countHits(history, record.time, this.window)
    const running = this.episodes.running(actor.value, record.time)
    if (running === undefined) {
      if (hits >= this.threshold) this.begin(actor, history, { request, record, hits, label }, emit)
      return
    }
    const { detail } = running
    if (hits > detail.peak) detail.peak = hits
    countDistinct(detail.paths, path)
    if (label !== '') countDistinct(detail.labels, label)
    detail.newest = readFacts(request)
    detail.label = label
    this.episodes.grow(running, record, 1, emit)
  }

  /** Requests are judged by their own times; heartbeats tell them nothing. */
  tick(): void {}

  drain(emit: Emit): void {
    this.episodes.drain(emit)
  }

  snapshot(): unknown {
    return copyState({ actors: this.actors.snapshot(), episodes: this.episodes.snapshot() })
  }

  restore(state: unknown): void {
    const saved = state as { actors: LruSnapshot<unknown>; episodes: unknown }
    this.actors.restore(saved.actors, reviveRequestHistory)
    this.episodes.restore(saved.episodes)
  }

  stats(): { entities: number; evicted: number } {
    return { entities: this.actors.size, evicted: this.actors.evicted + this.episodes.evicted }
  }

  private begin(
    actor: Entity,
    history: RequestHistory,
    { request, record, hits, label }: { request: HttpRequest; record: TelemetryRecord; hits: number; label: string },
    emit: Emit,
  ): void {
    const { time } = record
    const recent = recentHits(history, time, this.window)
    if (recent.paths.size < this.paths) return
    const tip = {
      key: actor.value,
      entity: actor,
      source: record.source,
      first_seen: recent.first,
      last_seen: time,
      count: hits,
      evidence: recent.seqs,
      detail: {
        peak: hits,
        paths: makeDistinctCount(recent.paths),
        labels: makeDistinctCount(recent.labels),
        newest: readFacts(request),
        label,
      },
    }
    this.episodes.begin(tip, emit)
  }
}

export type RequestEpisode = Episode<RequestDetail>
