import { maxEvidence } from '../../model/observation.ts'

const maxEarliest = 10
const maxLatest = maxEvidence - maxEarliest

/** `seq` of contributing records: the first ten and the latest forty. Plain data, so that it can live in a snapshot. */
export interface Evidence {
  earliest: number[]
  latest: number[]
}

export function makeEvidence(seqs: readonly number[]): Evidence {
  const evidence: Evidence = { earliest: [], latest: [] }
  for (const seq of seqs) addEvidence(evidence, seq)
  return evidence
}

export function addEvidence(evidence: Evidence, seq: number): void {
  if (evidence.earliest.length < maxEarliest) {
    evidence.earliest.push(seq)
    return
  }
  evidence.latest.push(seq)
  if (evidence.latest.length > maxLatest) evidence.latest.shift()
}

export function listEvidence(evidence: Evidence): number[] {
  return [...evidence.earliest, ...evidence.latest]
}

/** Bounded memory of which records came lately, kept before anyone knows whether they will be evidence. */
export interface RecentRecords {
  seqs: number[]
  times: number[]
}

const maxRecent = 32

export function makeRecentRecords(): RecentRecords {
  return { seqs: [], times: [] }
}

export function addRecentRecord(recent: RecentRecords, seq: number, time: number): void {
  recent.seqs.push(seq)
  recent.times.push(time)
  if (recent.seqs.length <= maxRecent) return
  recent.seqs.shift()
  recent.times.shift()
}

/** The remembered records within (time − window, time]. */
export function recentWithin(recent: RecentRecords, time: number, window: number): number[] {
  return recent.seqs.filter((_, at) => recent.times[at]! > time - window && recent.times[at]! <= time)
}
