import type { DetectorInstance, Emit, Parameters, StreamHistory, StreamStage } from '../detector.ts'
import type { TelemetryRecord } from '../../model/record.ts'
import type { SignalJudgement, StreamCounters, StreamDefinition } from '../../model/stream.ts'
import type { EngineType } from '../engines/engine.ts'
import { engines } from '../engines/index.ts'
import { catchUp } from './catch-up.ts'
import { partOf, type Lane } from './lane.ts'
import { Lanes, type SavedLanes } from './lanes.ts'
import type { Series } from './series.ts'
import { SignalEpisodes } from './signal-episodes.ts'
import { StreamBook } from './stream-book.ts'
import type { StreamPlan } from './stream-plan.ts'
import { StreamRun, type SavedRun } from './stream-run.ts'
import { StreamTable } from './stream-table.ts'

export interface SavedStage {
  lanes: SavedLanes
  runs: Record<string, SavedRun>
  /** What streams had learnt that are switched off. */
  resting?: Record<string, SavedRun>
  episodes: unknown
}

/** Records → windows → verdicts, for every stream, as a detector among the others. */
export class SignalStage implements DetectorInstance, StreamStage {
  readonly streams: StreamStage = this
  private definitions: readonly StreamDefinition[] = []
  private readonly book: StreamBook
  private readonly lanes = new Lanes()
  private readonly episodes = new SignalEpisodes()
  private table = new StreamTable([])
  private idle = true
  private judgements: SignalJudgement[] = []
  private emit: Emit = () => undefined

  constructor(parameters: Parameters, known: readonly EngineType[] = engines) {
    this.book = new StreamBook(known, (plan) => this.createRun(plan))
    this.configure(parameters)
  }

  configure(parameters: Parameters): void {
    this.episodes.setQuiet(parameters['quiet']! * 1000)
  }

  setStreams(definitions: readonly StreamDefinition[], seq: number): void {
    this.definitions = definitions
    this.lanes.forget(this.book.set(definitions, seq))
    this.arrange()
  }

  observe(record: TelemetryRecord, emit: Emit): void {
    if (this.idle) return
    this.emit = emit
    const lane = this.lanes.tell(record)
    if (lane.now >= lane.due) this.close(lane)
    this.table.take(record, lane)
    if (this.book.holds) this.book.take(record)
  }

  tick(time: number, emit: Emit): void {
    if (this.idle) return
    this.emit = emit
    for (const lane of this.lanes.beat(time)) if (lane.now >= lane.due) this.close(lane)
  }

  drain(emit: Emit): void {
    this.episodes.drain(emit)
  }

  takeJudgements(): SignalJudgement[] {
    if (this.judgements.length === 0) return this.judgements
    const taken = this.judgements
    this.judgements = []
    return taken
  }

  holdRecords(name: string): void {
    this.book.hold(name)
  }

  /** Verdicts on history are discarded with it. */
  adoptStream(name: string, { state, upto }: StreamHistory, emit: Emit): void {
    const { runs, lanes } = state as SavedStage
    const waiting = this.book.waitingFor(name)
    const saved = runs[name]
    if (waiting === undefined || saved?.fingerprint !== waiting.plan.fingerprint) return
    this.emit = emit
    const run = this.book.adopt(waiting, saved)
    this.arrange()
    const held = (waiting.held ?? []).filter(({ seq }) => seq > upto)
    catchUp(run, this.lanes, { lanes, held, takeUp: (lane, keys) => takeUp(lane, run, keys) })
  }

  streamCounters(): StreamCounters[] {
    return this.book.counters()
  }

  snapshot(): SavedStage {
    return { lanes: this.lanes.snapshot(), ...this.book.snapshot(), episodes: this.episodes.snapshot() }
  }

  restore(state: unknown): void {
    const saved = state as SavedStage
    this.book.restore(saved, this.definitions)
    this.arrange()
    this.lanes.restore(saved.lanes, (lane, stream, keys) => {
      const run = this.book.find(stream)
      if (run !== undefined) takeUp(lane, run, keys)
    })
    this.episodes.restore(saved.episodes)
  }

  stats(): { entities: number; evicted: number } {
    let entities = 0
    let { evicted } = this.episodes
    for (const run of this.book.runs) {
      entities += run.keys
      evicted += run.evicted
    }
    return { entities, evicted }
  }

  private createRun(plan: StreamPlan): StreamRun {
    const judged = (judgement: SignalJudgement, series: Series) => {
      this.judgements.push(judgement)
      if (judgement.is_anomaly) this.episodes.take(judgement, series, plan, this.emit)
    }
    return new StreamRun(plan, judged, (domain) => this.lanes.find(domain))
  }

  private arrange(): void {
    this.table = new StreamTable(this.book.runs)
    this.idle = this.book.isEmpty
  }

  private close(lane: Lane): void {
    lane.due = Infinity
    for (const run of this.book.runs) {
      const part = lane.parts.get(run.plan.name)
      if (part === undefined) continue
      if (part.due <= lane.now) part.due = run.closeDue(part, lane)
      if (part.due < lane.due) lane.due = part.due
    }
  }
}

function takeUp(lane: Lane, run: StreamRun, keys: readonly string[]): void {
  const part = partOf(lane, run.plan.name)
  for (const key of keys) {
    const series = run.find(key)
    if (series !== undefined) part.series.set(key, series)
  }
}
