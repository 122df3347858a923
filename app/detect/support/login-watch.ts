import type { TelemetryRecord } from '../../model/record.ts'
import type { DetectorInstance, Emit, Parameters } from '../detector.ts'
import { EpisodeBook, type Description, type Episode } from './episode.ts'
import { readLogin, type Login } from './login.ts'
import { LruMap, type LruSnapshot } from './lru.ts'
import { copyState } from './state.ts'

const maxSources = 10_000

/** A login with the record it was read from, on its way through a detector. */
export interface LoginRecord {
  login: Login
  record: TelemetryRecord
  emit: Emit
}

/** What the detectors of logins have in common: a bounded state for each source, and episodes of one anomaly type. */
export abstract class LoginWatch<Source, Detail> implements DetectorInstance {
  protected readonly episodes: EpisodeBook<Detail>
  private readonly sources = new LruMap<Source>(maxSources)

  constructor(names: { detector: string; anomaly_type: string }) {
    this.episodes = new EpisodeBook({ ...names, capacity: maxSources, quiet: 0, describe: (episode) => this.describe(episode) })
  }

  abstract configure(parameters: Parameters): void
  protected abstract makeSource(): Source
  /** Of what JSON left of it. */
  protected abstract reviveSource(state: unknown): Source
  protected abstract fail(source: Source, attempt: LoginRecord): void
  /** Only for a source that has failed before. */
  protected abstract succeed(source: Source, attempt: LoginRecord): void
  protected abstract describe(episode: Episode<Detail>): Description

  observe(record: TelemetryRecord, emit: Emit): void {
    if (record.fields['event.category'] !== 'authentication') return
    const login = readLogin(record)
    if (login === undefined) return
    let source = this.sources.get(login.key)
    if (login.succeeded) {
      if (source !== undefined) this.succeed(source, { login, record, emit })
      return
    }
    if (source === undefined) {
      source = this.makeSource()
      this.sources.set(login.key, source)
    }
    this.fail(source, { login, record, emit })
  }

  /** Failed logins are judged by their own times; heartbeats tell them nothing. */
  tick(): void {}

  drain(emit: Emit): void {
    this.episodes.drain(emit)
  }

  snapshot(): unknown {
    return copyState({ sources: this.sources.snapshot(), episodes: this.episodes.snapshot() })
  }

  restore(state: unknown): void {
    const saved = state as { sources: LruSnapshot<unknown>; episodes: unknown }
    this.sources.restore(saved.sources, (source) => this.reviveSource(source))
    this.episodes.restore(saved.episodes)
  }

  stats(): { entities: number; evicted: number } {
    return { entities: this.sources.size, evicted: this.sources.evicted + this.episodes.evicted }
  }
}
