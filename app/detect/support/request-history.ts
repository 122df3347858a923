import { TimeBuckets, type TimeBucketsState } from './time-buckets.ts'

/** Latest hits kept one by one: enough to count exactly to any limit that is likely. */
export const maxRecentHits = 32

/** What one actor has done lately of what a detector counts. */
export interface RequestHistory {
  hits: TimeBuckets
  /** The latest hits, parallel columns; `labels` hold what else the detector wants to know of each. */
  seqs: number[]
  times: number[]
  paths: string[]
  labels: string[]
}

/** The latest hits that lie within the window. */
export interface RecentHits {
  first: number
  seqs: number[]
  paths: Set<string>
  labels: Set<string>
}

export function makeRequestHistory(window: number): RequestHistory {
  return { hits: new TimeBuckets(window / 30), seqs: [], times: [], paths: [], labels: [] }
}

/** For `LruMap.restore`. */
export function reviveRequestHistory(state: unknown): RequestHistory {
  const saved = state as Omit<RequestHistory, 'hits'> & { hits: TimeBucketsState }
  return { ...saved, hits: TimeBuckets.from(saved.hits) }
}

export function addHit(history: RequestHistory, record: { seq: number; time: number }, path: string, label: string): void {
  history.hits.add(record.time, 1)
  history.seqs.push(record.seq)
  history.times.push(record.time)
  history.paths.push(path)
  history.labels.push(label)
  if (history.seqs.length <= maxRecentHits) return
  history.seqs.shift()
  history.times.shift()
  history.paths.shift()
  history.labels.shift()
}

/**
 * Hits within (time − window, time]. Exact to 32; beyond that, and where records of several clocks mix under one actor, to the
 * granularity of a bucket.
 */
export function countHits({ hits, times }: RequestHistory, time: number, window: number): number {
  let exact = 0
  for (const hit of times) if (hit > time - window && hit <= time) exact += 1
  return Math.max(exact, hits.sum(time, window))
}

export function recentHits(history: RequestHistory, time: number, window: number): RecentHits {
  const recent: RecentHits = { first: time, seqs: [], paths: new Set(), labels: new Set() }
  for (const [at, hit] of history.times.entries()) {
    if (hit <= time - window || hit > time) continue
    if (hit < recent.first) recent.first = hit
    recent.seqs.push(history.seqs[at]!)
    recent.paths.add(history.paths[at]!)
    const label = history.labels[at]!
    if (label !== '') recent.labels.add(label)
  }
  recent.first = Math.min(recent.first, history.hits.first(time, window))
  return recent
}
