import { addEvidence, makeEvidence, type Evidence } from '../support/evidence.ts'
import { hashText } from '../support/hash.ts'
import { measureEntropy } from './entropy.ts'
import type { Sighting } from './sighting.ts'
import { addToSketch, makeSketch, type Sketch } from './sketch.ts'

/** Peers known again. */
export const mostMet = 32

/** What one entity did in one window of time, summed up as its records come. Plain data: it lives in snapshots. */
export interface EntityWindow {
  entity: string
  /** The configured source of its first record. */
  source: string
  /** Milliseconds. */
  start: number
  length: number
  first_seq: number
  first: number
  last: number
  records: number
  /** With what repeated lines stand for. */
  attempts: number
  begun: number
  outside: number
  wrote: number
  /** Attempts of which the outcome is known, and those that failed. */
  judged: number
  failed: number
  sent: number
  received: number
  peers: Sketch
  /** Hashes of the first peers, to know them again in the next window. */
  met: number[]
  ports: Sketch
  subjects: Sketch
  /** Peers that it did not have lately; undefined for an entity's first window. */
  fresh: number | undefined
  /** Of pauses between records: how many, their mean, and the sum of squared differences from it (Welford 1962). */
  gaps: number
  gapMean: number
  gapSquares: number
  /** Of what was asked for. */
  texts: number
  textLength: number
  longest: number
  entropy: number
  evidence: Evidence
}

export function makeWindow(entity: string, source: string, start: number, length: number, seq: number, time: number): EntityWindow {
  return {
    entity,
    source,
    start,
    length,
    first_seq: seq,
    first: time,
    last: time,
    records: 0,
    attempts: 0,
    begun: 0,
    outside: 0,
    wrote: 0,
    judged: 0,
    failed: 0,
    sent: 0,
    received: 0,
    peers: makeSketch(),
    met: [],
    ports: makeSketch(),
    subjects: makeSketch(),
    fresh: undefined,
    gaps: 0,
    gapMean: 0,
    gapSquares: 0,
    texts: 0,
    textLength: 0,
    longest: 0,
    entropy: 0,
    evidence: makeEvidence([]),
  }
}

/** `before`: hashes of the peers that the entity had lately, before this window. */
export function addSighting(
  window: EntityWindow,
  sighting: Sighting,
  seq: number,
  time: number,
  before: readonly number[] | undefined,
): void {
  const { weight, peer, port, subject, outcome } = sighting
  if (window.records > 0) addGap(window, Math.abs(time - window.last))
  window.first = Math.min(window.first, time)
  window.last = Math.max(window.last, time)
  window.records += 1
  window.attempts += weight
  if (sighting.began) window.begun += weight
  if (sighting.outside) window.outside += weight
  if (sighting.wrote) window.wrote += weight
  if (outcome !== 'unknown') window.judged += weight
  if (outcome === 'failure') window.failed += weight
  window.sent += sighting.sent
  window.received += sighting.received
  if (peer !== '') addPeer(window, hashText(peer), before)
  if (port >= 0) addToSketch(window.ports, port + 1)
  if (subject !== '') addText(window, subject)
  addEvidence(window.evidence, seq)
}

function addPeer(window: EntityWindow, hash: number, before: readonly number[] | undefined): void {
  const isNew = addToSketch(window.peers, hash)
  if (isNew && window.met.length < mostMet) window.met.push(hash)
  if (before !== undefined) window.fresh = (window.fresh ?? 0) + (isNew && !before.includes(hash) ? 1 : 0)
}

function addGap(window: EntityWindow, gap: number): void {
  window.gaps += 1
  const off = gap - window.gapMean
  window.gapMean += off / window.gaps
  window.gapSquares += off * (gap - window.gapMean)
}

function addText(window: EntityWindow, text: string): void {
  addToSketch(window.subjects, hashText(text))
  window.texts += 1
  window.textLength += text.length
  window.longest = Math.max(window.longest, text.length)
  window.entropy += measureEntropy(text)
}
