import type { Detector, DetectorInstance, Emit, Parameters, StreamHistory, StreamStage } from '../detector.ts'
import { clockDomain, type TelemetryRecord } from '../../model/record.ts'
import type { SignalJudgement, StreamCounters, StreamDefinition } from '../../model/stream.ts'
import type { EngineType } from '../engines/engine.ts'
import { engines } from '../engines/index.ts'
import { EpisodeBook } from '../support/episode.ts'
import { LruMap } from '../support/lru.ts'
import { makeLane, nearness, partOf, reconsider, type Lane } from './lane.ts'
import type { Series } from './series.ts'
import { describeSignal, detailOf, type SignalDetail } from './signal-wording.ts'
import { fingerprintOf, planStream, type StreamPlan } from './stream-plan.ts'
import { StreamRun, type SavedRun } from './stream-run.ts'
import { StreamTable } from './stream-table.ts'

/** As many as a stream may have keys, twice: applications keep their own time. */
const maxLanes = 200_000
const maxEpisodes = 10_000
/** A clock this near to a heartbeat is one of those that tell the time now: heartbeats carry it on. Milliseconds. */
const livePace = 60_000
/** Records of a stream that wait while the last of its history is replayed. */
const mostHeld = 500_000

interface SavedLane {
  domain: string
  now: number
  /** Keys by stream, in their order. */
  parts: [string, string[]][]
}

export interface SavedStage {
  lanes: { entries: [string, SavedLane][]; evicted: number }
  runs: Record<string, SavedRun>
  episodes: unknown
}

/** A stream whose history is replayed elsewhere: its records wait once that is nearly done. */
interface Waiting {
  plan: StreamPlan
  held: TelemetryRecord[] | undefined
}

/** Records → windows → verdicts, for every stream, as a detector among the others. */
export class SignalStage implements DetectorInstance, StreamStage {
  readonly streams: StreamStage = this
  private runs: StreamRun[] = []
  private readonly waiting = new Map<string, Waiting>()
  private table = new StreamTable([])
  private idle = true
  private readonly lanes = new LruMap<Lane>(maxLanes)
  private latest: Lane | undefined
  private judgements: SignalJudgement[] = []
  private readonly episodes: EpisodeBook<SignalDetail>
  private emit: Emit = () => undefined
  private readonly engines: readonly EngineType[]

  constructor(parameters: Parameters, known: readonly EngineType[] = engines) {
    this.engines = known
    this.episodes = new EpisodeBook({
      detector: 'signals',
      anomaly_type: 'signal_anomaly',
      capacity: maxEpisodes,
      quiet: 0,
      describe: describeSignal,
    })
    this.configure(parameters)
  }

  configure(parameters: Parameters): void {
    this.episodes.setQuiet(parameters['quiet']! * 1000)
  }

  /** `warm`: streams that need not wait for their history. A stream whose text is the same goes on as it is. */
  setStreams(definitions: readonly StreamDefinition[], warm: (definition: StreamDefinition) => boolean = isWarm): void {
    const running = new Map(this.runs.map((run) => [run.plan.name, run]))
    const waited = new Map(this.waiting)
    this.runs = []
    this.waiting.clear()
    for (const definition of definitions) {
      if (!definition.enabled) continue
      const known = running.get(definition.name)
      if (known?.plan.fingerprint === fingerprintOf(definition)) {
        this.runs.push(known)
        running.delete(definition.name)
        continue
      }
      const waits = waited.get(definition.name)
      const plan = planStream(definition, this.engines)
      if (plan === undefined) continue
      if (waits?.plan.fingerprint === plan.fingerprint) this.waiting.set(plan.name, waits)
      else if (warm(definition)) this.runs.push(this.createRun(plan))
      else this.waiting.set(plan.name, { plan, held: undefined })
    }
    for (const lane of this.lanes.values()) for (const name of running.keys()) lane.parts.delete(name)
    this.arrange()
  }

  observe(record: TelemetryRecord, emit: Emit): void {
    if (this.idle) return
    this.emit = emit
    const domain = domainOf(record)
    const lane = this.latest?.domain === domain ? this.latest : this.laneAt(domain, record.time)
    // What could not be read has no time but that of its arrival.
    if (record.fields['event.kind'] !== 'pipeline_error') advance(lane, record.time)
    if (lane.now >= lane.due) this.close(lane)
    this.table.take(record, lane)
    if (this.waiting.size > 0) this.hold(record)
  }

  tick(time: number, emit: Emit): void {
    if (this.idle) return
    this.emit = emit
    for (const lane of this.lanes.values()) {
      if (Math.abs(time - lane.now) > livePace) continue
      if (time > lane.now) lane.now = time
      if (lane.now >= lane.due) this.close(lane)
    }
  }

  drain(emit: Emit): void {
    this.episodes.drain(named(emit))
  }

  takeJudgements(): SignalJudgement[] {
    if (this.judgements.length === 0) return this.judgements
    const taken = this.judgements
    this.judgements = []
    return taken
  }

  /** Keeps the stream's records from now on, until `adoptStream`. */
  holdRecords(name: string): void {
    const waiting = this.waiting.get(name)
    if (waiting !== undefined) waiting.held = []
  }

  /** Takes up what the stream's history has made of it, then the records held since. Verdicts on history are discarded with it. */
  adoptStream(name: string, history: StreamHistory, emit: Emit): void {
    const state = history.state as SavedStage
    const waiting = this.waiting.get(name)
    const saved = state.runs[name]
    if (waiting === undefined || saved?.fingerprint !== waiting.plan.fingerprint) return
    this.emit = emit
    this.waiting.delete(name)
    const run = this.createRun(waiting.plan)
    run.restore(saved)
    run.clearTally()
    this.runs.push(run)
    this.arrange()
    const clocks = new Map<Lane, number>()
    /** For this stream alone it is as late as its history goes, until all is caught up. */
    const turnBack = (domain: string, now: number): Lane => {
      const lane = this.lanes.peek(domain) ?? this.laneAt(domain, now)
      if (!clocks.has(lane)) {
        clocks.set(lane, Math.max(lane.now, now))
        lane.now = now
      }
      return lane
    }
    for (const [domain, { now, parts }] of state.lanes.entries) {
      const lane = turnBack(domain, now)
      for (const [stream, keys] of parts) if (stream === name) this.takeUp(lane, run, keys)
      partOf(lane, name).due = -Infinity
    }
    for (const record of waiting.held ?? []) {
      if (record.seq <= history.upto) continue
      const lane = turnBack(domainOf(record), record.time)
      advance(lane, record.time)
      const part = partOf(lane, name)
      if (lane.now >= part.due) part.due = run.closeDue(part, lane)
      const key = run.plan.keyOf(record)
      if (key !== undefined) run.take(record, key, lane)
    }
    for (const [lane, now] of clocks) {
      lane.now = now
      reconsider(lane)
    }
  }

  streamCounters(): StreamCounters[] {
    const none = { keys: 0, points: 0, anomalies: 0, late: 0, unjudged: 0, evicted: 0, forgotten: 0, choices: [] }
    const waiting = [...this.waiting.keys()].map((stream): StreamCounters => ({ stream, state: 'waiting', ...none }))
    return [...this.runs.map((run) => run.counters()), ...waiting]
  }

  snapshot(): SavedStage {
    const lanes = this.lanes.snapshot()
    return {
      lanes: { entries: lanes.entries.map(([name, lane]) => [name, saveLane(lane)]), evicted: lanes.evicted },
      runs: Object.fromEntries(this.runs.map((run) => [run.plan.name, run.snapshot()])),
      episodes: JSON.parse(JSON.stringify(this.episodes.snapshot())) as unknown,
    }
  }

  /** Of the streams that are set: one whose text has changed since, or that is new, starts afresh. */
  restore(state: unknown): void {
    const saved = state as SavedStage
    for (const [name, { plan }] of [...this.waiting]) {
      if (saved.runs[name]?.fingerprint !== plan.fingerprint) continue
      this.waiting.delete(name)
      this.runs.push(this.createRun(plan))
    }
    this.runs = this.runs.map((run) => this.reviveRun(run, saved.runs[run.plan.name]))
    this.arrange()
    this.latest = undefined
    this.lanes.restore(saved.lanes, (value) => this.reviveLane(value as SavedLane))
    this.episodes.restore(saved.episodes)
  }

  stats(): { entities: number; evicted: number } {
    let entities = 0
    let { evicted } = this.episodes
    for (const run of this.runs) {
      entities += run.keys
      evicted += run.evicted
    }
    return { entities, evicted }
  }

  private createRun(plan: StreamPlan): StreamRun {
    const judged = (judgement: SignalJudgement, series: Series) => this.judged(judgement, series, plan)
    return new StreamRun(plan, judged, (domain) => this.lanes.peek(domain))
  }

  /** One whose engines are of another version begins afresh, and the others do not suffer for it. */
  private reviveRun(run: StreamRun, saved: SavedRun | undefined): StreamRun {
    if (saved?.fingerprint !== run.plan.fingerprint) return run
    try {
      run.restore(saved)
      return run
    } catch {
      return this.createRun(run.plan)
    }
  }

  private reviveLane({ domain, now, parts }: SavedLane): Lane {
    const lane = makeLane(domain, now)
    for (const [stream, keys] of parts) {
      const run = this.runs.find(({ plan }) => plan.name === stream)
      if (run !== undefined) this.takeUp(lane, run, keys)
    }
    reconsider(lane)
    return lane
  }

  private takeUp(lane: Lane, run: StreamRun, keys: readonly string[]): void {
    const part = partOf(lane, run.plan.name)
    for (const key of keys) {
      const series = run.find(key)
      if (series !== undefined) part.series.set(key, series)
    }
  }

  private arrange(): void {
    this.table = new StreamTable(this.runs)
    this.idle = this.runs.length === 0 && this.waiting.size === 0
  }

  private laneAt(domain: string, time: number): Lane {
    let lane = this.lanes.get(domain)
    if (lane === undefined) {
      lane = makeLane(domain, time)
      this.lanes.set(domain, lane)
    }
    this.latest = lane
    return lane
  }

  private close(lane: Lane): void {
    lane.due = Infinity
    for (const run of this.runs) {
      const part = lane.parts.get(run.plan.name)
      if (part === undefined) continue
      if (part.due <= lane.now) part.due = run.closeDue(part, lane)
      if (part.due < lane.due) lane.due = part.due
    }
  }

  private hold(record: TelemetryRecord): void {
    for (const { plan, held } of this.waiting.values()) {
      if (held === undefined || held.length >= mostHeld || !plan.matches(record)) continue
      held.push(record)
    }
  }

  private judged(judgement: SignalJudgement, series: Series, plan: StreamPlan): void {
    this.judgements.push(judgement)
    if (!judgement.is_anomaly) return
    const emit = named(this.emit)
    const detail = detailOf(judgement, plan, series.engine.describe?.())
    const key = `${judgement.stream}\n${judgement.key}`
    // A window belongs to what happened by its end.
    const time = judgement.ts
    const running = this.episodes.running(key, time)
    if (running !== undefined) {
      if (detail.score >= running.detail.score) running.detail = detail
      this.episodes.grow(running, { seq: series.seqs.at(-1) ?? 0, time }, 1, emit)
      return
    }
    const { entity, source, seqs } = series
    this.episodes.begin({ key, entity, source, first_seen: time, last_seen: time, count: 1, evidence: [...seqs], detail }, emit)
  }
}

/** Applications keep their own time: one file may hold a year of one, then the same year of another. */
function domainOf(record: TelemetryRecord): string {
  return record.fields['vedette.application'] ?? clockDomain(record)
}

function advance(lane: Lane, time: number): void {
  if (time > lane.now) lane.now = time
  else if (time < lane.now - nearness) {
    lane.now = time
    reconsider(lane)
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

function isWarm({ warmup }: StreamDefinition): boolean {
  return warmup === 0
}

function saveLane({ domain, now, parts }: Lane): SavedLane {
  return { domain, now, parts: [...parts].map(([stream, { series }]) => [stream, [...series.keys()]]) }
}

export const signals: Detector = {
  name: 'signals',
  family: 'SIGNALS',
  title: 'Unusual signal',
  description:
    'Watches the streams that are configured: what is measured of records in windows of event time, or values that applications send, each key ' +
    'judged by an engine of its own against what is usual for it. Windows close by the clock that opened them, so that a wrong clock closes nobody ' +
    'else’s. Without streams it looks at nothing.',
  anomaly_types: [
    {
      anomaly_type: 'signal_anomaly',
      title: 'Unusual signal',
      description: 'A measured value is far from what is usual for it at that time: more or fewer than ever, or a lasting change.',
      risk_score: 45,
      severity: 'medium',
      category: 'system',
      techniques: [],
    },
  ],
  parameters: [
    {
      name: 'quiet',
      description: 'An episode ends when the signal has been as usual for so long',
      unit: 'seconds',
      default: 3600,
      minimum: 60,
      maximum: 604_800,
    },
  ],
  create: (parameters) => new SignalStage(parameters),
}
