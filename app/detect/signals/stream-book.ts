import type { TelemetryRecord } from '../../model/record.ts'
import type { StreamCounters, StreamDefinition } from '../../model/stream.ts'
import type { EngineType } from '../engines/engine.ts'
import { fingerprintOf, planStream, type StreamPlan } from './stream-plan.ts'
import { restOf, type SavedRun, type StreamRun } from './stream-run.ts'

/** Records of a stream that wait while its history is replayed; what comes beyond them is counted as not judged. */
const mostHeld = 500_000
const noBytes = new Uint8Array()
const nothing = { keys: 0, points: 0, anomalies: 0, late: 0, evicted: 0, forgotten: 0, choices: [] }

/** A stream whose history is replayed elsewhere. */
export interface Waiting {
  plan: StreamPlan
  /**
   * Records that wait: messages from the beginning, since whoever sends them wants each of them judged; of records in
   * general, which are many, those that come once the history is nearly done.
   */
  held: TelemetryRecord[] | undefined
  /** Messages up to this record belong to the history. */
  since: number
  /** Those for which there was no room. */
  refused: number
}

/** Which streams run, which wait for their history, and what those that are switched off had learnt. */
export class StreamBook {
  runs: StreamRun[] = []
  private readonly waiting = new Map<string, Waiting>()
  private readonly resting = new Map<string, SavedRun>()
  private readonly engines: readonly EngineType[]
  private readonly createRun: (plan: StreamPlan) => StreamRun

  constructor(engines: readonly EngineType[], createRun: (plan: StreamPlan) => StreamRun) {
    this.engines = engines
    this.createRun = createRun
  }

  get isEmpty(): boolean {
    return this.runs.length === 0 && this.waiting.size === 0
  }

  /** A stream whose text is the same goes on as it is. `seq`: of the newest record so far. Which of them run no more. */
  set(definitions: readonly StreamDefinition[], seq: number): string[] {
    const running = new Map(this.runs.map((run) => [run.plan.name, run]))
    const waited = new Map(this.waiting)
    const rested = new Map(this.resting)
    this.runs = []
    this.waiting.clear()
    this.resting.clear()
    for (const definition of definitions) {
      const { name, enabled } = definition
      const fingerprint = fingerprintOf(definition)
      const run = running.get(name)?.plan.fingerprint === fingerprint ? running.get(name) : undefined
      const rest = rested.get(name)?.fingerprint === fingerprint ? rested.get(name) : undefined
      if (!enabled) {
        const learnt = run?.rest() ?? rest
        if (learnt !== undefined) this.resting.set(name, learnt)
      } else if (run !== undefined) {
        this.runs.push(run)
        running.delete(name)
      } else this.begin(definition, { rest, waits: waited.get(name), seq })
    }
    return [...running.keys()]
  }

  find(name: string): StreamRun | undefined {
    return this.runs.find(({ plan }) => plan.name === name)
  }

  waitingFor(name: string): Waiting | undefined {
    return this.waiting.get(name)
  }

  /** Keeps the stream's records from now on, until its history is there. */
  hold(name: string): void {
    const waiting = this.waiting.get(name)
    if (waiting !== undefined) waiting.held ??= []
  }

  take(record: TelemetryRecord): void {
    for (const waiting of this.waiting.values()) {
      const { plan, held, since } = waiting
      if (held === undefined || record.seq <= since || !plan.matches(record)) continue
      // Streams look at raw bytes to find records, and at nothing but fields to measure them.
      if (held.length < mostHeld) held.push({ ...record, raw: noBytes })
      else waiting.refused += 1
    }
  }

  get holds(): boolean {
    return this.waiting.size > 0
  }

  /** Its history is there. */
  adopt({ plan, refused }: Waiting, saved: SavedRun): StreamRun {
    this.waiting.delete(plan.name)
    const run = this.createRun(plan)
    run.restore(saved)
    run.clearTally(refused)
    this.runs.push(run)
    return run
  }

  counters(): StreamCounters[] {
    const waiting = [...this.waiting.values()].map(({ plan, held, since, refused }): StreamCounters => {
      const from = plan.takesMessages ? { since } : {}
      return { stream: plan.name, state: 'waiting', ...nothing, unjudged: refused, held: held?.length ?? 0, ...from }
    })
    return [...this.runs.map((run) => run.counters()), ...waiting]
  }

  snapshot(): { runs: Record<string, SavedRun>; resting: Record<string, SavedRun> } {
    return {
      runs: Object.fromEntries(this.runs.map((run) => [run.plan.name, run.snapshot()])),
      resting: Object.fromEntries(this.resting),
    }
  }

  /** Of the streams that are set: one whose text has changed since, or that is new, starts afresh. */
  restore(saved: { runs: Record<string, SavedRun>; resting?: Record<string, SavedRun> }, definitions: readonly StreamDefinition[]): void {
    for (const definition of definitions) {
      const { name, enabled } = definition
      const fits = (run: SavedRun | undefined) => (run?.fingerprint === fingerprintOf(definition) ? run : undefined)
      const learnt = fits(saved.runs[name]) ?? fits(saved.resting?.[name])
      if (learnt === undefined) continue
      if (!enabled) {
        this.resting.set(name, restOf(learnt))
        continue
      }
      const plan = this.waiting.get(name)?.plan ?? this.find(name)?.plan
      if (plan === undefined) continue
      this.waiting.delete(name)
      this.runs = [...this.runs.filter((run) => run.plan !== plan), this.revive(plan, learnt)]
    }
    const order = new Map(definitions.map(({ name }, at) => [name, at]))
    this.runs.sort((a, b) => order.get(a.plan.name)! - order.get(b.plan.name)!)
  }

  private begin(definition: StreamDefinition, { rest, waits, seq }: { rest?: SavedRun; waits?: Waiting; seq: number }): void {
    const plan = planStream(definition, this.engines)
    if (plan === undefined) return
    if (rest !== undefined) this.runs.push(this.revive(plan, rest))
    else if (waits?.plan.fingerprint === plan.fingerprint) this.waiting.set(plan.name, waits)
    else if (definition.warmup === 0) this.runs.push(this.createRun(plan))
    else this.waiting.set(plan.name, { plan, held: plan.takesMessages ? [] : undefined, since: plan.takesMessages ? seq : 0, refused: 0 })
  }

  /** One whose engines are of another version begins afresh, and the others do not suffer for it. */
  private revive(plan: StreamPlan, saved: SavedRun): StreamRun {
    try {
      const run = this.createRun(plan)
      run.restore(saved)
      return run
    } catch {
      return this.createRun(plan)
    }
  }
}
