import type { Detector, DetectorInstance, Emit, Parameters } from './detector.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { technique } from './support/attack.ts'
import { addToSeries, makeSeries, measureBeat, mergeIntoSeries, type Beat, type Series } from './support/beat.ts'
import { describeBeat, type BeatDetail } from './support/beat-wording.ts'
import { readContact, type Contact } from './support/contact.ts'
import { ContactMemory, type ContactMemoryState } from './support/contact-memory.ts'
import { DomainTable, type DomainTableState } from './support/domain-table.ts'
import { EpisodeBook } from './support/episode.ts'
import { Prevalence } from './support/prevalence.ts'
import { isPollingService, portOf } from './support/service.ts'
import { copyState } from './support/state.ts'

/** In contacts remembered; a pair weighs as much as 14. */
const capacity = 600_000
const pairWeight = 14
const maxEpisodes = 4096
/** A beat is measured again after so many contacts. */
const measureEvery = 4
const day = 86_400_000
/** Clocks that jump, and pairs that meet again after days, begin a new series. */
const longestPause = 2 * day

class Beaconing implements DetectorInstance {
  /** Pairs met once, which most are, need no more memory than that. */
  private readonly met = new ContactMemory()
  private readonly pairs = new DomainTable<number, Series>(capacity, ({ times }) => pairWeight + times.length)
  private readonly prevalence = new Prevalence()
  private readonly episodes: EpisodeBook<BeatDetail>
  private parameters: Parameters = {}
  private merge = 0
  private minimum = 0
  private span = 0

  constructor(parameters: Parameters) {
    this.episodes = new EpisodeBook({
      detector: 'beaconing',
      anomaly_type: 'beaconing',
      capacity: maxEpisodes,
      quiet: 0,
      describe: (episode) => describeBeat(episode, this.parameters),
    })
    this.configure(parameters)
  }

  configure(parameters: Parameters): void {
    this.parameters = parameters
    this.merge = parameters['merge']! * 1000
    this.minimum = parameters['contacts']!
    this.span = parameters['span']! * 1000
    this.episodes.setQuiet(parameters['quiet']! * 1000)
  }

  observe(record: TelemetryRecord, emit: Emit): void {
    const contact = readContact(record)
    // A server that does not answer is retried as regularly as any beacon, by anyone.
    if (contact.kind !== 'attempt' || contact.direction !== 'outbound' || contact.outcome === 'failure' || !contact.isFlow) return
    if (isPollingService(contact.service)) return
    if (!this.met.meet(contact)) {
      this.prevalence.see(contact.destination, contact.source)
      return
    }
    const { fields } = record
    const time = readStart(record)
    const size = fields['source.bytes'] ?? 0
    const port = fields['source.port'] ?? 0
    const series = this.pairs.get(contact.domain, contact.fingerprint)
    if (series === undefined) {
      this.pairs.add(contact.domain, contact.fingerprint, makeSeries(time, size, record.seq, port))
      return
    }
    // Without SYN to tell a new connection, the same client port is the same one, exported slice by slice.
    if (contact.outcome !== 'success' && port !== 0 && port === series.port) return
    series.port = port
    if (Math.abs(time - series.newest) < this.merge) {
      mergeIntoSeries(series, size)
      return
    }
    if (Math.abs(time - series.newest) > longestPause) Object.assign(series, makeSeries(time, size, record.seq, port))
    else addToSeries(series, time, size, record.seq)
    this.pairs.charge(1)
    this.judge(series, contact, record, emit)
  }

  tick(): void {}

  drain(emit: Emit): void {
    this.episodes.drain(emit)
  }

  snapshot(): unknown {
    return copyState({
      met: this.met.snapshot(),
      pairs: this.pairs.snapshot((series) => series),
      prevalence: this.prevalence.snapshot(),
      episodes: this.episodes.snapshot(),
    })
  }

  restore(state: unknown): void {
    const saved = state as { met: ContactMemoryState; pairs: DomainTableState<number, Series>; prevalence: unknown; episodes: unknown }
    this.met.restore(saved.met)
    this.pairs.restore(saved.pairs, (series) => series)
    this.prevalence.restore(saved.prevalence)
    this.episodes.restore(saved.episodes)
  }

  stats(): { entities: number; evicted: number } {
    return { entities: this.pairs.size, evicted: this.pairs.evicted + this.met.evicted + this.episodes.evicted }
  }

  private judge(series: Series, contact: Readonly<Contact>, record: TelemetryRecord, emit: Emit): void {
    if (series.count < this.minimum || series.newest - series.first < this.span) return
    let detail: BeatDetail | undefined
    if (series.count - series.measured >= measureEvery) {
      series.measured = series.count
      detail = this.measure(series, contact)
      series.isBeat = detail !== undefined
    }
    if (!series.isBeat) return
    const { source, destination, service } = contact
    const key = `${source} → ${nameEnd(destination, service)}`
    const running = this.episodes.running(key, record.time)
    if (running !== undefined) {
      if (detail !== undefined) running.detail = detail
      this.episodes.grow(running, record, 1, emit)
      return
    }
    detail ??= this.measure(series, contact)
    if (detail === undefined) return
    const tip = {
      key,
      entity: { kind: 'pair' as const, value: key },
      source: record.source,
      first_seen: Math.min(series.first, record.time),
      last_seen: record.time,
      count: series.count,
      evidence: series.seqs,
      detail,
    }
    this.episodes.begin(tip, emit)
  }

  private measure(series: Series, contact: Readonly<Contact>): BeatDetail | undefined {
    const { parameters } = this
    const beat: Beat = measureBeat(series, parameters['tolerance']!)
    const hosts = this.prevalence.count(contact.destination)
    const common = Math.min(1, Math.max(0, hosts - 1) / (parameters['common_hosts']! - 1))
    const score = beat.score * (1 - common / 2)
    const isBeat =
      score >= parameters['score']! &&
      beat.steady >= parameters['steady_share']! &&
      beat.sizeScore >= parameters['size_regularity']! &&
      beat.interval >= this.merge
    if (!isBeat) return undefined
    return { ...beat, score, hosts, service: contact.service, contacts: series.count, span: series.newest - series.first }
  }
}

/** When the contact began, which is what a timer decides; its end depends on the answer. */
function readStart({ fields, time }: TelemetryRecord): number {
  const start = fields['event.start']
  return start !== undefined && Math.abs(time - start) < day ? start : time
}

function nameEnd(address: string, service: number): string {
  return address.includes(':') ? `[${address}]:${portOf(service)}` : `${address}:${portOf(service)}`
}

export const beaconing: Detector = {
  name: 'beaconing',
  family: 'BEACONING',
  categories: ['network'],
  title: 'Beaconing',
  description:
    'Measures how regular the intervals and sizes of one host’s connections to one outside service are, by median absolute deviation and ' +
    'Bowley skewness as RITA (Active Countermeasures) does, over the latest 48 contacts. A destination that many hosts of ours contact is ' +
    'infrastructure and scores less; time, mail retrieval, name and push services are left out, because regularity is their nature.',
  anomaly_types: [
    {
      anomaly_type: 'beaconing',
      title: 'Beaconing',
      description: 'A host calls the same outside service again and again like clockwork, as implants that ask for orders do.',
      risk_score: 70,
      severity: 'high',
      category: 'network',
      techniques: [technique('T1071', 'Application Layer Protocol'), technique('T1571', 'Non-Standard Port')],
    },
  ],
  parameters: [
    { name: 'contacts', description: 'Contacts needed before a pair is judged', unit: 'count', default: 12, minimum: 6, maximum: 48 },
    {
      name: 'span',
      description: 'Time that the contacts of a pair must span',
      unit: 'seconds',
      default: 3600,
      minimum: 300,
      maximum: 604_800,
    },
    {
      name: 'score',
      description: 'Regularity of intervals (45 %) and sizes (30 %) and completeness (25 %), less prevalence',
      unit: 'score',
      default: 0.8,
      minimum: 0.5,
      maximum: 1,
    },
    {
      name: 'tolerance',
      description: 'How far an interval may be from the median and still be steady (jitter)',
      unit: 'ratio',
      default: 0.3,
      minimum: 0.01,
      maximum: 0.5,
    },
    {
      name: 'steady_share',
      description: 'Share of the intervals that must be steady',
      unit: 'ratio',
      default: 0.7,
      minimum: 0.3,
      maximum: 1,
    },
    { name: 'size_regularity', description: 'How even the sizes must be', unit: 'score', default: 0.8, minimum: 0, maximum: 1 },
    {
      name: 'common_hosts',
      description: 'So many hosts of ours make a destination common: its score is halved, with fewer in proportion',
      unit: 'count',
      default: 5,
      minimum: 2,
      maximum: 32,
    },
    {
      name: 'merge',
      description: 'Flows of a pair that begin closer together are one contact',
      unit: 'seconds',
      default: 5,
      minimum: 0.1,
      maximum: 60,
    },
    {
      name: 'quiet',
      description: 'A beacon that is silent for so long is over; the next is a new event',
      unit: 'seconds',
      default: 86_400,
      minimum: 3600,
      maximum: 604_800,
    },
  ],
  create: (parameters) => new Beaconing(parameters),
}
