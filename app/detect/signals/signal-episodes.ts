import type { Emit } from '../detector.ts'
import type { SignalJudgement } from '../../model/stream.ts'
import { EpisodeBook } from '../support/episode.ts'
import type { Series } from './series.ts'
import { describeSignal, detailOf, type SignalDetail } from './signal-wording.ts'
import type { StreamPlan } from './stream-plan.ts'

const maxEpisodes = 10_000

/** Anomalies of a signal that follow one another are one episode. */
export class SignalEpisodes {
  private readonly book = new EpisodeBook<SignalDetail>({
    detector: 'signals',
    anomaly_type: 'signal_anomaly',
    capacity: maxEpisodes,
    quiet: 0,
    describe: describeSignal,
  })

  get evicted(): number {
    return this.book.evicted
  }

  /** Milliseconds. */
  setQuiet(quiet: number): void {
    this.book.setQuiet(quiet)
  }

  take(judgement: SignalJudgement, series: Series, plan: StreamPlan, told: Emit): void {
    const emit = named(told)
    const detail = detailOf(judgement, plan, series.engine.describe?.())
    const key = `${judgement.stream}\n${judgement.key}`
    // A window belongs to what happened by its end.
    const time = judgement.ts
    const running = this.book.running(key, time)
    if (running !== undefined) {
      if (detail.score >= running.detail.score) running.detail = detail
      this.book.grow(running, { seq: series.seqs.at(-1) ?? 0, time }, 1, emit)
      return
    }
    const { entity, source, seqs } = series
    this.book.begin({ key, entity, source, first_seen: time, last_seen: time, count: 1, evidence: [...seqs], detail }, emit)
  }

  drain(emit: Emit): void {
    this.book.drain(named(emit))
  }

  snapshot(): unknown {
    return JSON.parse(JSON.stringify(this.book.snapshot())) as unknown
  }

  restore(state: unknown): void {
    this.book.restore(state)
  }
}

/** What happens to an entity in two streams are two events, and so are two signals of the same entity. */
function named(emit: Emit): Emit {
  return (observation) => {
    const { stream, key } = observation.metadata as { stream: string; key: string }
    // Windows without anything in them point at the records of the one before.
    const evidence = [...new Set(observation.evidence)]
    emit({ ...observation, evidence, episode: `${stream} ${key} ${observation.episode}`, folding: 'episode' })
  }
}
