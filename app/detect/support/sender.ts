import type { TelemetryRecord } from '../../model/record.ts'
import { addGap, makeGapProfile, quantileGap, type GapProfile } from './gap-profile.ts'

const hour = 3_600_000
const day = 24 * hour
const maxRecent = 5
const usualShare = 0.99
/** A pause is usual only if so many of its length fit into the time watched: a hundredth of a short time is chance. */
const usualFits = 30

/** A host or exporter as it comes through one source. Plain data. */
export interface Sender {
  domain: string
  source: string
  records: number
  /** Its newest time, by its own clock. */
  last: number
  /** Stream time when it was last heard. */
  heard: number
  /** Where watching began, by its own clock and in stream time; anew whenever the two have come apart. */
  begun: { own: number; stream: number }
  /** Time of a record far from its clock: another one near it, and the clock was set. */
  stray?: number
  gaps: GapProfile
  /** `seq` of its latest records. */
  recent: number[]
  silence?: { since: number; heard: number; limit: number; usual: number }
  /** Length of the last silence reported; 0 for none. */
  lastSilence: number
}

export function makeSender(domain: string, source: string): Sender {
  return {
    domain,
    source,
    records: 0,
    last: 0,
    heard: 0,
    begun: { own: 0, stream: 0 },
    gaps: makeGapProfile(),
    recent: [],
    lastSilence: 0,
  }
}

export interface Hearing {
  /** How far stream time may lag behind the sender's own. */
  slack: number
  /** False for a silence that was reported: no measure of what is usual. */
  isUsual: boolean
}

/** Learns from a record; `now` is stream time. All in milliseconds. */
export function hear(sender: Sender, record: TelemetryRecord, now: number, { slack, isUsual }: Hearing): void {
  const { time } = record
  const gap = time - sender.last
  const passed = now - sender.heard
  const isFirst = sender.records === 0
  sender.records += 1
  sender.heard = now
  sender.recent.push(record.seq)
  if (sender.recent.length > maxRecent) sender.recent.shift()
  if (isFirst) anchor(sender, time, now)
  else if (gap > day || gap < -hour) {
    if (sender.stray !== undefined && Math.abs(time - sender.stray) < hour) anchor(sender, time, now)
    else sender.stray = time
  } else if (gap > 2 * passed + slack) {
    // Its clock went on and the stream's did not: nobody was listening, or no one else spoke. Not a pause of its own.
    anchor(sender, time, now)
  } else if (gap > 0) {
    sender.last = time
    if (isUsual) addGap(sender.gaps, gap)
  }
}

/** Whether there is enough to judge it by, learned while its clock and the stream's ran side by side. */
export function isKnown(sender: Sender, minRecords: number, learning: number): boolean {
  if (sender.records < minRecords) return false
  const own = sender.last - sender.begun.own
  const stream = sender.heard - sender.begun.stream
  if (own < usualFits * usualPause(sender)) return false
  return own >= learning && stream >= own / 2 && stream <= 2 * own
}

/** The pause that 99 % of its time was spent in shorter ones of; milliseconds. */
export function usualPause(sender: Sender): number {
  return quantileGap(sender.gaps, usualShare)
}

function anchor(sender: Sender, time: number, now: number): void {
  sender.last = time
  sender.begun = { own: time, stream: now }
  delete sender.stray
}
