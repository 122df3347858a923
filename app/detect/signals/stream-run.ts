import type { TelemetryRecord } from '../../model/record.ts'
import type { SignalJudgement, StreamCounters } from '../../model/stream.ts'
import { AlertBudget } from '../engines/alert-budget.ts'
import { isJudgeable } from '../engines/engine.ts'
import { LruMap } from '../support/lru.ts'
import { expect, nearness, partOf, type Lane, type LanePart } from './lane.ts'
import { ParkedSignals, type SavedParked } from './parked-signals.ts'
import { mostOpen, noteSeq, type OpenWindow, reviveSeries, saveSeries, type SavedSeries, type Series } from './series.ts'
import { mostIdle, type StreamPlan } from './stream-plan.ts'

const mostChoices = 20

/** What becomes of a verdict. */
export type Judged = (judgement: SignalJudgement, series: Series, plan: StreamPlan) => void

interface Tally {
  points: number
  anomalies: number
  late: number
  unjudged: number
  forgotten: number
}

export interface SavedRun {
  fingerprint: string
  series: { entries: [string, SavedSeries][]; evicted: number }
  parked: SavedParked
  tally: Tally
  /** What is left of the stream’s alert budget. */
  budget?: unknown
}

/** Without the windows that were open: nobody closes them, and the time until it is taken up again was not measured. */
export function restOf(saved: SavedRun): SavedRun {
  const entries = saved.series.entries.map(([key, series]): [string, SavedSeries] => {
    return [key, { ...series, open: [], current: -1, idle: mostIdle }]
  })
  return { ...saved, series: { ...saved.series, entries } }
}

/** One stream as it runs: records → windows → verdicts. */
export class StreamRun {
  readonly plan: StreamPlan
  private readonly series: LruMap<Series>
  private readonly parked: ParkedSignals
  private tally: Tally = { points: 0, anomalies: 0, late: 0, unjudged: 0, forgotten: 0 }
  /** Of all signals together; undefined where thresholds decide. */
  private readonly budget: AlertBudget | undefined
  private readonly near: number
  private readonly judged: Judged
  private readonly laneOf: (domain: string) => Lane | undefined

  constructor(plan: StreamPlan, judged: Judged, laneOf: (domain: string) => Lane | undefined) {
    this.plan = plan
    this.judged = judged
    this.laneOf = laneOf
    const { budget } = plan.definition.engine
    this.budget = budget === null ? undefined : new AlertBudget(budget)
    this.near = Math.max(nearness, 2 * plan.window)
    this.series = new LruMap(plan.definition.max_keys)
    this.parked = new ParkedSignals(plan.definition.max_keys)
  }

  get keys(): number {
    return this.series.size
  }

  get evicted(): number {
    return this.series.evicted
  }

  /** Whether a signal may have to make room for another soon: then it matters which one was touched last. */
  get isCrowded(): boolean {
    return this.series.size * 2 >= this.plan.definition.max_keys
  }

  /** A record of the stream. `known`: its signal, where that is at hand. Gives the signal it was found to be of. */
  take(record: TelemetryRecord, key: string, lane: Lane, known?: Series): Series | undefined {
    const { plan } = this
    const value = plan.valueOf(record)
    if (value === undefined) return known
    if (typeof value === 'number' && !isJudgeable(value)) {
      this.tally.unjudged += 1
      return known
    }
    const series = known ?? this.series.get(key) ?? this.begin(key, record, lane)
    if (plan.window === 0) {
      series.seqs = [record.seq]
      series.source = record.source
      this.judge(series, record.time, value as number)
      return series
    }
    this.addTo(series, record, value, lane)
    return series
  }

  /** To the window that the record falls into. */
  private addTo(series: Series, record: TelemetryRecord, value: number | string, lane: Lane): void {
    const { plan } = this
    const start = Math.floor(record.time / plan.window) * plan.window
    const window = series.current?.start === start ? series.current : this.windowAt(series, start, lane)
    if (window === undefined) {
      this.tally.late += 1
      return
    }
    plan.measure.add(window.sum, value)
    noteSeq(window, record.seq)
    series.source = record.source
  }

  /** Judges every window of the lane that is over; when the next one will be. */
  closeDue(part: LanePart, lane: Lane): number {
    let due = Infinity
    for (const series of part.series.values()) {
      this.closeSeries(series, lane)
      due = Math.min(due, this.nextDue(series, lane))
    }
    return due
  }

  counters(): StreamCounters {
    const { points, anomalies, late, unjudged, forgotten } = this.tally
    const choices: StreamCounters['choices'] = []
    for (const { key, engine } of this.series.values()) {
      const choice = engine.describe?.()
      if (choice !== undefined) choices.push({ key, ...choice })
      if (choices.length === mostChoices) break
    }
    const { keys, evicted } = this
    return { stream: this.plan.name, state: 'running', keys, points, anomalies, late, unjudged, held: 0, evicted, forgotten, choices }
  }

  snapshot(): SavedRun {
    const { entries, evicted } = this.series.snapshot()
    return {
      fingerprint: this.plan.fingerprint,
      series: { entries: entries.map(([key, series]) => [key, saveSeries(series)]), evicted },
      parked: this.parked.snapshot(),
      tally: { ...this.tally },
      ...(this.budget === undefined ? {} : { budget: this.budget.snapshot() }),
    }
  }

  restore(saved: SavedRun): void {
    this.series.restore(saved.series, (value) => reviveSeries(value as SavedSeries, this.plan.createEngine(this.budget)))
    this.parked.restore(saved.parked)
    this.tally = { ...saved.tally }
    if (saved.budget !== undefined) this.budget?.restore(saved.budget)
  }

  /** What was counted of a history is nobody's concern, nor what was found in it; `unjudged` that came meanwhile are. */
  clearTally(unjudged: number): void {
    this.tally = { points: 0, anomalies: 0, late: 0, unjudged, forgotten: 0 }
    this.budget?.refill()
  }

  /** What it has learnt, for as long as it is switched off. */
  rest(): SavedRun {
    return restOf(this.snapshot())
  }

  /** The running signal of a key, for lanes that take theirs up again. */
  find(key: string): Series | undefined {
    return this.series.peek(key)
  }

  private begin(key: string, record: TelemetryRecord, lane: Lane): Series {
    const { plan } = this
    const known = this.parked.take(key)
    const engine = plan.createEngine(this.budget)
    if (known !== undefined) engine.restore(JSON.parse(known.engine))
    const series: Series = {
      key,
      entity: plan.entityOf(record, key),
      engine,
      home: lane.domain,
      last: known?.last,
      idle: plan.idleLimit,
      open: [],
      current: undefined,
      seqs: [],
      source: record.source,
    }
    const gone = this.series.set(key, series)
    if (gone !== undefined) this.park(gone)
    return series
  }

  private park({ key, engine, last, home, open }: Series): void {
    this.laneOf(home)?.parts.get(this.plan.name)?.series.delete(key)
    for (const { sum } of open) this.tally.late += sum.count
    this.tally.forgotten += this.parked.put(key, engine, last)
  }

  /** Undefined where that window was judged already. */
  private windowAt(series: Series, start: number, lane: Lane): OpenWindow | undefined {
    const known = series.open.find((window) => window.start === start)
    if (known !== undefined) {
      series.current = known
      return known
    }
    const { last } = series
    if (last !== undefined && start <= last && last - start < this.near) return undefined
    const back = last !== undefined && start <= last
    const window: OpenWindow = { start, lane: lane.domain, back, sum: this.plan.measure.begin(), seqs: [] }
    series.open.push(window)
    if (series.open.length > mostOpen) this.tally.late += series.open.shift()!.sum.count
    series.current = window
    const part = partOf(lane, this.plan.name)
    if (series.home !== lane.domain) {
      this.laneOf(series.home)?.parts.get(this.plan.name)?.series.delete(series.key)
      series.home = lane.domain
      // Windows that another clock opened may be over by this one already.
      expect(lane, part, -Infinity)
    }
    part.series.set(series.key, series)
    expect(lane, part, this.endOf(start))
    return window
  }

  private closeSeries(series: Series, lane: Lane): void {
    for (;;) {
      const next = this.firstDue(series, lane)
      const empty = this.emptyDue(series, lane)
      if (empty !== undefined && (next === undefined || empty < next.start)) {
        series.idle += 1
        series.last = empty
        this.judge(series, empty, this.plan.measure.empty!)
        continue
      }
      if (next === undefined) return
      series.open.splice(series.open.indexOf(next), 1)
      if (series.current === next) series.current = undefined
      series.idle = 0
      series.last = next.start
      series.seqs = next.seqs
      const value = this.plan.measure.valueOf(next.sum)
      if (value === undefined) this.tally.unjudged += next.sum.count
      else this.judge(series, next.start, value)
    }
  }

  /** The earliest open window that this clock may say is over. */
  private firstDue({ open }: Series, lane: Lane): OpenWindow | undefined {
    let first: OpenWindow | undefined
    for (const window of open) {
      const end = this.endOf(window.start)
      const own = window.lane === lane.domain && !window.back
      if (end > lane.now || !(own || lane.now - end < this.near)) continue
      if (first === undefined || window.start < first.start) first = window
    }
    return first
  }

  /** The window after the last, if it is over and nothing can have come in it. */
  private emptyDue(series: Series, lane: Lane): number | undefined {
    const { plan } = this
    if (plan.measure.empty === undefined || series.last === undefined || series.idle >= plan.idleLimit) return undefined
    const start = series.last + plan.window
    const end = this.endOf(start)
    if (end > lane.now || lane.now - end >= this.near) return undefined
    return series.open.some((window) => window.start === start) ? undefined : start
  }

  private nextDue(series: Series, lane: Lane): number {
    let due = Infinity
    for (const { start } of series.open) {
      const end = this.endOf(start)
      if (end > lane.now && end < due) due = end
    }
    const { plan } = this
    if (plan.measure.empty === undefined || series.last === undefined || series.idle >= plan.idleLimit) return due
    const end = this.endOf(series.last + plan.window)
    return end > lane.now ? Math.min(due, end) : due
  }

  private endOf(start: number): number {
    return start + this.plan.window + this.plan.lateness
  }

  private judge(series: Series, ts: number, value: number): void {
    const judgement = series.engine.observe(ts, value)
    this.tally.points += 1
    if (judgement.is_anomaly) this.tally.anomalies += 1
    this.judged({ stream: this.plan.name, key: series.key, ts, value, ...judgement }, series, this.plan)
  }
}
