import type { Detector, DetectorInstance, Emit, Parameters } from './detector.ts'
import { clockDomain, type TelemetryRecord } from '../model/record.ts'
import { Consensus, grossSkew, type Reference } from './support/consensus.ts'
import { LruMap, type LruSnapshot } from './support/lru.ts'
import { guessCause } from './support/skew-cause.ts'
import { copyState } from './support/state.ts'
import { strengthOf } from './support/strength.ts'
import { formatDuration } from './support/wording.ts'

const maxSuspects = 4096
const maxSeqs = 10
const minute = 60_000

/** A domain whose records are off. Plain data. */
interface Suspect {
  /** Time of the first of its records that are off by about the same. */
  since: number
  low: number
  high: number
  records: number
  seqs: number[]
  /** What time the others had at its first record, and at its last. */
  othersSince: number
  others: number
  /** Records of it between which the others' time went on. */
  among: number
  /** Records in a row that were right again. */
  right: number
  /** What was reported of it; milliseconds. */
  reported?: number
}

class ClockSkew implements DetectorInstance {
  private readonly consensus = new Consensus()
  private readonly suspects = new LruMap<Suspect>(maxSuspects)
  /** About the time by the latest reference: most records need no closer look. */
  private about: number | undefined
  private limit = 0
  private minRecords = 0

  constructor(parameters: Parameters) {
    this.configure(parameters)
  }

  configure(parameters: Parameters): void {
    this.limit = parameters['skew']! * 1000
    this.minRecords = parameters['records']!
  }

  observe(record: TelemetryRecord, emit: Emit): void {
    const domain = clockDomain(record)
    this.consensus.see(domain, record.time)
    const suspect = this.suspects.size === 0 ? undefined : this.suspects.get(domain)
    if (this.isAsBefore(record, suspect)) return
    const reference = this.consensus.reference(domain, record.time, this.limit)
    if (reference === undefined) return
    this.about = reference.time
    const skew = record.time - reference.time
    if (Math.abs(skew) <= this.limit) {
      if (suspect !== undefined) this.acquit(domain, suspect)
    } else if (suspect === undefined) this.suspects.set(domain, makeSuspect(record, skew, reference))
    else this.judge(domain, suspect, record, skew, reference, emit)
  }

  tick(time: number): void {
    this.consensus.tick(time)
  }

  /** Each episode is reported once; nothing is held back. */
  drain(): void {}

  snapshot(): unknown {
    return copyState({ consensus: this.consensus.snapshot(), suspects: this.suspects.snapshot(), about: this.about })
  }

  restore(state: unknown): void {
    const saved = state as { consensus: unknown; suspects: LruSnapshot<unknown>; about?: number }
    this.consensus.restore(saved.consensus)
    this.suspects.restore(saved.suspects, (suspect) => suspect as Suspect)
    this.about = saved.about
  }

  stats(): { entities: number; evicted: number } {
    return { entities: this.suspects.size, evicted: this.suspects.evicted }
  }

  /** Right, or as wrong as reported, by the latest reference: true of nearly every record, and cheap to tell. */
  private isAsBefore(record: TelemetryRecord, suspect: Suspect | undefined): boolean {
    if (this.about === undefined) return false
    if (suspect === undefined) return Math.abs(record.time - this.about) <= this.limit / 2
    if (suspect.reported === undefined || Math.abs(record.time - this.about - suspect.reported) > this.limit / 2) return false
    suspect.right = 0
    return true
  }

  private acquit(domain: string, suspect: Suspect): void {
    suspect.right += 1
    if (suspect.right >= this.minRecords) this.suspects.delete(domain)
  }

  /**
   * A wrong clock is off by the same all the time. What closes in or runs away is something else: a backlog being
   * sent, or another file about the same day. So the difference must hold for as long as the limit itself. Only one of
   * days, among hosts whose time goes on meanwhile and as fast, needs no steadiness: a clock that was never set may
   * stand still.
   */
  private judge(domain: string, suspect: Suspect, record: TelemetryRecord, skew: number, reference: Reference, emit: Emit): void {
    suspect.right = 0
    const gross = Math.abs(skew) > grossSkew
    if (
      suspect.reported !== undefined &&
      (Math.abs(skew - suspect.reported) <= this.limit || (gross && Math.abs(suspect.reported) > grossSkew))
    )
      return
    if (reference.time !== suspect.others) suspect.among += 1
    suspect.others = reference.time
    const low = Math.min(suspect.low, skew)
    const high = Math.max(suspect.high, skew)
    const steady = high - low <= this.limit / 2 && record.time >= suspect.since
    if (suspect.reported !== undefined || (!steady && !gross)) {
      this.suspects.set(domain, makeSuspect(record, skew, reference))
      return
    }
    suspect.low = low
    suspect.high = high
    suspect.records += 1
    if (suspect.seqs.length < maxSeqs) suspect.seqs.push(record.seq)
    const lasting = steady && record.time - suspect.since >= this.limit
    const passed = record.time - suspect.since
    const standing = gross && !steady && suspect.among >= this.minRecords && passed <= reference.time - suspect.othersSince + this.limit
    if (suspect.records < this.minRecords || !(lasting || standing)) return
    suspect.reported = (low + high) / 2
    this.report(domain, suspect, suspect.reported, record, reference, emit)
  }

  private report(domain: string, suspect: Suspect, skew: number, record: TelemetryRecord, reference: Reference, emit: Emit): void {
    const cause = guessCause(skew, record.time)
    // The reference is as old as the last record of another host: no more digits than are true.
    const rounded = Math.abs(skew) > 10 * minute ? Math.round(skew / minute) * minute : skew
    emit({
      detector: 'clock-skew',
      anomaly_type: 'clock_skew',
      entity: { kind: 'host', value: domain },
      source: record.source,
      episode: String(suspect.since),
      score: strengthOf(Math.abs(skew), this.limit),
      first_seen: suspect.since,
      last_seen: record.time,
      count: suspect.records,
      explanation:
        `the clock of ${domain} is ${formatDuration(rounded)} ${skew > 0 ? 'ahead of' : 'behind'} ${reference.kind} ` +
        `(limit ${formatDuration(this.limit)}, over ${suspect.records} records)${cause === undefined ? '' : `: ${cause}`}`,
      reasons: [
        {
          label: 'difference of clocks',
          value: Math.round(Math.abs(skew) / 1000),
          threshold: this.limit / 1000,
          name: 'parameters.skew',
          unit: 'seconds',
          met: true,
        },
        {
          label: 'records off by about the same',
          value: suspect.records,
          threshold: this.minRecords,
          name: 'parameters.records',
          unit: 'count',
          met: true,
        },
      ],
      evidence: [...suspect.seqs],
      metadata: { 'host.name': domain, skew_seconds: Math.round(skew / 1000), compared_with: reference.kind },
    })
  }
}

function makeSuspect(record: TelemetryRecord, skew: number, { time }: Reference): Suspect {
  return { since: record.time, low: skew, high: skew, records: 1, seqs: [record.seq], othersSince: time, others: time, among: 0, right: 0 }
}

export const clockSkew: Detector = {
  name: 'clock-skew',
  family: 'CLOCK_SKEW',
  title: 'Wrong clock',
  description:
    'Compares the clock of each host and exporter with this machine’s (live) or with the one most other hosts agree on (in a replay), and ' +
    'reports, once an episode, one that is off by the same amount for a while.',
  anomaly_types: [
    {
      anomaly_type: 'clock_skew',
      title: 'Wrong clock',
      description: 'A host stamps its records with a wrong time: they are hard to line up with everyone else’s, and look absent or late.',
      risk_score: 30,
      severity: 'low',
      category: 'system',
      techniques: [],
    },
  ],
  parameters: [
    {
      name: 'skew',
      description: 'Difference of clocks that is reported, once it has been steady for as long',
      unit: 'seconds',
      default: 300,
      minimum: 30,
      maximum: 86_400,
    },
    { name: 'records', description: 'Records that must be off by about the same', unit: 'count', default: 5, minimum: 2, maximum: 1000 },
  ],
  create: (parameters) => new ClockSkew(parameters),
}
