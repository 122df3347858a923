import type { Health, SourceCounters } from '../../app/model/counters.ts'

/** The last ten minutes of the engine's figures, as long as this window has watched. */
export interface HealthHistory {
  /** Milliseconds since the epoch, ascending; every series has one value for each. */
  times: number[]
  /** Records stored a second, all sources. */
  stored: number[]
  /** Messages lost a second, all sources and reasons. */
  dropped: number[]
  /** How full the fullest queue between stages is, 0 to 1. */
  waiting: number[]
  /** Bytes of memory of the engine. */
  memory: number[]
  /** Records a second of each source; shorter for one that came later. */
  rates: Record<string, number[]>
  last: { at: number; stored: number; dropped: number } | undefined
}

const longest = 600

export function historyOf(): HealthHistory {
  return { times: [], stored: [], dropped: [], waiting: [], memory: [], rates: {}, last: undefined }
}

/** The history with one more point. Counters that fall belong to an engine that was started again: no rate then. */
export function lengthen(history: HealthHistory, health: Health): HealthHistory {
  const total = (count: (source: SourceCounters) => number) => health.counters.sources.reduce((sum, source) => sum + count(source), 0)
  const last = { at: health.at, stored: total((source) => source.stored), dropped: total(droppedOf) }
  if (history.last !== undefined && last.at <= history.last.at) return history
  const rate = (name: 'stored' | 'dropped') => {
    if (history.last === undefined || last[name] < history.last[name]) return 0
    return ((last[name] - history.last[name]) * 1000) / (last.at - history.last.at)
  }
  const rates: Record<string, number[]> = {}
  for (const source of health.counters.sources) rates[source.source] = append(history.rates[source.source] ?? [], source.rate)
  return {
    times: append(history.times, last.at),
    stored: append(history.stored, rate('stored')),
    dropped: append(history.dropped, rate('dropped')),
    waiting: append(history.waiting, Math.max(0, ...health.queues.map(({ depth, capacity }) => depth / Math.max(1, capacity)))),
    memory: append(history.memory, health.memory.rss),
    rates,
    last,
  }
}

export function droppedOf(source: SourceCounters): number {
  return sumOf(source.dropped)
}

export function unparsedOf(source: SourceCounters): number {
  return sumOf(source.unparsed)
}

export function sumOf(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

function append(values: number[], value: number): number[] {
  return values.length < longest ? [...values, value] : [...values.slice(1), value]
}
