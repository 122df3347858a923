import type { Counters, Health, SourceCounters } from '../model/counters.ts'
import type { SegmentInfo } from '../store/store.ts'
import type { Corridor } from '../pipeline/corridor.ts'
import { fullAt } from '../pipeline/intake.ts'
import { gibibytes, type Config } from '../model/config.ts'
import { apiSource, importSource, type SourceStatus } from '../model/source.ts'
import { streamSourceId } from '../model/stream.ts'
import { telemetryLimits } from './derived-settings.ts'
import type { ProblemBook } from './problem-book.ts'
import { Rates } from './rates.ts'
import { foreseeDrop } from './retention-forecast.ts'
import { everyStreamOf } from './streams/stream-config.ts'

/** Batches at which the corridor counts as full (pipeline-thread.ts). */
const writerCapacity = 128

export interface Tally {
  /** By source: records stored since this engine started. */
  stored: Record<string, number>
  lag: Record<string, number>
  suppressed: Record<string, number>
  flag_failures: number
  events_created: number
  events_updated: number
}

/** Puts the figures of all threads together into what the Health page shows. */
export class HealthReport {
  readonly tally: Tally = { stored: {}, lag: {}, suppressed: {}, flag_failures: 0, events_created: 0, events_updated: 0 }
  segments: SegmentInfo[] = []
  private readonly rates = new Rates()
  private readonly failingSince = new Map<string, number>()
  private readonly startedAt: number
  private readonly corridor: Corridor
  private readonly problems: ProblemBook

  constructor(corridor: Corridor, problems: ProblemBook, startedAt: number) {
    this.corridor = corridor
    this.problems = problems
    this.startedAt = startedAt
  }

  /** Once a second. */
  sample(now: number): void {
    for (const [source, count] of Object.entries(this.tally.stored)) this.rates.add(source, count, now)
  }

  counters(configured: readonly SourceStatus[], config: Pick<Config, 'streams' | 'signals'>): Counters {
    const streams = everyStreamOf(config).map(({ name }) => streamSourceId(name))
    const present = new Set([...configured.map(({ source }) => source.id), ...streams, apiSource, importSource])
    const names = new Set(configured.map(({ source }) => source.id))
    for (const { source } of this.corridor.intakeCounters.sources) names.add(source)
    for (const source of Object.keys(this.tally.stored)) names.add(source)
    return {
      sources: [...names].map((name) => ({ ...this.sourceCounters(name), ...(!present.has(name) && { removed: true }) })),
      detectors: this.corridor.pipelineCounters.detectors,
      suppressed: this.tally.suppressed,
      flag_failures: this.tally.flag_failures,
      events_created: this.tally.events_created,
      events_updated: this.tally.events_updated,
      clocks: this.corridor.pipelineCounters.clocks,
    }
  }

  health(configured: readonly SourceStatus[], config: Config, now: number): Health {
    const memory = process.memoryUsage()
    const times = this.segments.filter(({ records }) => records > 0)
    return {
      counters: this.counters(configured, config),
      queues: [
        { name: 'intake → pipeline', depth: this.corridor.intakeCounters.queued_bytes, capacity: fullAt.datagrams, unit: 'bytes' },
        { name: 'pipeline → writer', depth: this.corridor.queuedBatches, capacity: writerCapacity, unit: 'batches' },
      ],
      store: {
        segments: this.segments.length,
        bytes: sum(this.segments, ({ bytes }) => bytes),
        records: sum(this.segments, ({ records }) => records),
        oldest: times.length > 0 ? Math.min(...times.map(({ min_time }) => min_time)) : undefined,
        newest: times.length > 0 ? Math.max(...times.map(({ max_time }) => max_time)) : undefined,
        budget_bytes: gibibytes(config.retention.budget_gib),
        retention_days: config.retention.days,
        next_drop: foreseeDrop(this.segments, telemetryLimits(config), now),
      },
      memory: { rss: memory.rss, heap_used: memory.heapUsed },
      started_at: this.startedAt,
      at: now,
      problems: [...this.problems.list(), ...configured.flatMap(describeSourceProblem), ...this.detectorProblems(now)],
    }
  }

  private detectorProblems(now: number): Health['problems'] {
    return this.corridor.pipelineCounters.detectors.flatMap(({ detector, failures, failure }) => {
      if (failures === undefined) return []
      const since = this.failingSince.get(detector) ?? now
      this.failingSince.set(detector, since)
      return [{ kind: 'detector', message: `${detector} failed on ${failures} records (${failure}); it goes on with the others.`, since }]
    })
  }

  private sourceCounters(source: string): SourceCounters {
    const intake = this.corridor.intakeCounters.sources.find((counters) => counters.source === source)
    const parsing = this.corridor.pipelineCounters.sources.find((counters) => counters.source === source)
    return {
      source,
      received: intake?.received ?? 0,
      received_bytes: intake?.received_bytes ?? 0,
      parsed: parsing?.parsed ?? 0,
      unparsed: parsing?.unparsed ?? {},
      dropped: intake?.dropped ?? {},
      stored: this.tally.stored[source] ?? 0,
      rate: this.rates.rate(source),
      lag: this.tally.lag[source] ?? 0,
      last_record_at: parsing?.last_record_at,
    }
  }
}

function describeSourceProblem({ source, state }: SourceStatus): Health['problems'] {
  return state.kind === 'failed' ? [{ kind: state.failure.kind, message: state.failure.message, since: state.at, source: source.id }] : []
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}
