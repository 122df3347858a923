import type { Detector, DetectorInstance, Emit, Parameters } from './detector.ts'
import { clockDomain, type TelemetryRecord } from '../model/record.ts'
import { technique } from './support/attack.ts'
import { readDirection } from './support/contact.ts'
import { DomainTable, type DomainTableState } from './support/domain-table.ts'
import { EpisodeBook } from './support/episode.ts'
import { LruMap, type LruSnapshot } from './support/lru.ts'
import { samplingRateOf } from './support/sampling-rate.ts'
import { copyState } from './support/state.ts'
import {
  addToPopulation,
  bucketOf,
  closeHour,
  learnFromPeers,
  learnOwn,
  makeHistory,
  type History,
  type Population,
  type Usual,
  type UsualRules,
} from './support/volume-baseline.ts'
import { addBytes, addPeer, heaviestPeer, makeBucket, type Bucket } from './support/volume-bucket.ts'
import { describeVolume, type VolumeDetail } from './support/volume-wording.ts'

/** In numbers remembered; an entity weighs 40 and one for each hour of its past. */
const capacity = 800_000
const entityWeight = 40
const maxEpisodes = 4096
const maxDomains = 512
/** Destinations are kept once an hour comes near the floor, by this share of it; few ever do. */
const noteworthy = 0.25
const day = 86_400_000

interface Entity {
  bucket: Bucket
  history: History
}

class Volume implements DetectorInstance {
  private readonly entities = new DomainTable<string, Entity>(capacity, ({ history }) => entityWeight + history.hours.length)
  private readonly populations = new LruMap<Population>(maxDomains)
  private readonly episodes: EpisodeBook<VolumeDetail>
  private rules: UsualRules = { deviations: 0, floor: 0, peakFactor: 0, warmUp: 0 }
  private peerHours = 0

  constructor(parameters: Parameters) {
    this.episodes = new EpisodeBook({
      detector: 'volume',
      anomaly_type: 'unusual_volume',
      capacity: maxEpisodes,
      quiet: 0,
      describe: (episode) => describeVolume(episode, this.rules),
    })
    this.configure(parameters)
  }

  configure(parameters: Parameters): void {
    this.rules = {
      deviations: parameters['deviations']!,
      floor: parameters['floor']!,
      peakFactor: parameters['peak_factor']!,
      warmUp: parameters['warm_up']!,
    }
    this.peerHours = parameters['peer_hours']!
    this.episodes.setQuiet(parameters['quiet']! * 1000)
  }

  observe(record: TelemetryRecord, emit: Emit): void {
    const { fields } = record
    if (fields['event.dataset'] !== 'netflow') return
    const direction = fields['network.direction']
    if (direction === 'internal' || direction === 'external') return
    const source = fields['source.ip']
    const destination = fields['destination.ip']
    if (source === undefined || destination === undefined) return
    const known = direction ?? readDirection(fields, source, destination)
    if (known === 'outbound') this.take(source, destination, fields['source.bytes'], record, emit)
    // Only exporters that put both directions into one record (RFC 5103) say what was sent back.
    else if (known === 'inbound') this.take(destination, source, fields['destination.bytes'], record, emit)
  }

  tick(): void {}

  drain(emit: Emit): void {
    this.episodes.drain(emit)
  }

  snapshot(): unknown {
    return copyState({
      entities: this.entities.snapshot((entity) => entity),
      populations: this.populations.snapshot(),
      episodes: this.episodes.snapshot(),
    })
  }

  restore(state: unknown): void {
    const saved = state as { entities: DomainTableState<string, Entity>; populations: LruSnapshot<unknown>; episodes: unknown }
    this.entities.restore(saved.entities, (entity) => entity)
    this.populations.restore(saved.populations, (value) => value as Population)
    this.episodes.restore(saved.episodes)
  }

  stats(): { entities: number; evicted: number } {
    return { entities: this.entities.size, evicted: this.entities.evicted + this.episodes.evicted }
  }

  private take(address: string, peer: string, sent: number | undefined, record: TelemetryRecord, emit: Emit): void {
    if (sent === undefined || sent <= 0) return
    const { fields, time, seq } = record
    const bytes = sent * samplingRateOf(fields)
    const domain = clockDomain(record)
    const index = bucketOf(time)
    let entity = this.entities.get(domain, address)
    if (entity === undefined) {
      entity = { bucket: makeBucket(index, time), history: makeHistory() }
      this.entities.add(domain, address, entity)
    } else if (entity.bucket.index !== index) {
      // A flow out of the hour before came late; one from further back means that the exporter's clock was set.
      if (index === entity.bucket.index - 1) return
      this.close(domain, entity)
      entity.bucket = makeBucket(index, time)
    }
    const { bucket } = entity
    const start = fields['event.start']
    addBytes(bucket, bytes, start !== undefined && start < time && time - start < day ? start : time, time)
    if (bucket.bytes <= this.rules.floor * noteworthy) return
    addPeer(bucket, peer, bytes, seq)
    if (bucket.bytes <= this.rules.floor || bucket.limit === -2) return
    if (bucket.stoodOut) this.grow(address, peer, bytes, bucket, record, emit)
    else this.judge(domain, address, entity, record, emit)
  }

  private close(domain: string, { bucket, history }: Entity): void {
    closeHour(history, bucket.index, bucket.bytes, bucket.stoodOut)
    this.entities.charge(1)
    if (bucket.stoodOut) return
    let population = this.populations.get(domain)
    if (population === undefined) {
      population = []
      this.populations.set(domain, population)
    }
    addToPopulation(population, bucket.bytes)
  }

  private judge(domain: string, address: string, entity: Entity, record: TelemetryRecord, emit: Emit): void {
    const { bucket } = entity
    if (bucket.limit >= 0 && bucket.bytes <= bucket.limit) return
    const usual = this.learn(domain, entity)
    bucket.limit = usual?.limit ?? -2
    if (usual === undefined || bucket.bytes <= usual.limit) return
    bucket.stoodOut = true
    const detail: VolumeDetail = { ...usual, ...measure(bucket), exceeded: bucket.limit }
    const running = this.episodes.running(address, record.time)
    if (running !== undefined) {
      running.detail = detail
      this.episodes.grow(running, record, 1, emit, true)
      return
    }
    const tip = {
      key: address,
      entity: { kind: 'ip' as const, value: address },
      source: record.source,
      first_seen: Math.min(bucket.first, record.time),
      last_seen: record.time,
      count: bucket.flows,
      evidence: bucket.largest.map(({ seq }) => seq).sort((a, b) => a - b),
      detail,
    }
    this.episodes.begin(tip, emit)
  }

  private learn(domain: string, { bucket, history }: Entity): Usual | undefined {
    const own = learnOwn(history, bucket.index, this.rules)
    if (own !== undefined) return own
    const population = this.populations.peek(domain)
    return population && learnFromPeers(population, history, bucket.index, this.peerHours, this.rules)
  }

  /** Once an hour stands out, what goes on to its heaviest destinations belongs to it. */
  private grow(address: string, peer: string, bytes: number, bucket: Bucket, record: TelemetryRecord, emit: Emit): void {
    const running = this.episodes.running(address, record.time)
    if (running === undefined || bytes < leastGrowth || !bucket.peers.some((known) => known.address === peer)) return
    Object.assign(running.detail, measure(bucket))
    this.episodes.grow(running, record, 1, emit)
  }
}

/** Flows smaller than this add nothing to an event about hundreds of megabytes. */
const leastGrowth = 64_000

function measure(bucket: Bucket): Pick<VolumeDetail, 'bytes' | 'peer' | 'peerBytes' | 'peers' | 'span'> {
  const heaviest = heaviestPeer(bucket)
  return {
    bytes: bucket.bytes,
    peer: heaviest.address,
    peerBytes: heaviest.bytes,
    peers: bucket.peers.map(({ address }) => address),
    span: bucket.last - bucket.first,
  }
}

export const volume: Detector = {
  name: 'volume',
  family: 'VOLUME',
  categories: ['network'],
  title: 'Unusual volume',
  description:
    'Learns how much each internal address sends outside in an hour, by median and median absolute deviation over the last 168 hours in which ' +
    'it sent anything, and reports the running hour as soon as it is far beyond that, beyond its largest ordinary hour, and beyond a floor. ' +
    'An address with too short a past is measured against its peers behind the same exporter. What stood out at the same hour of an earlier day is expected.',
  anomaly_types: [
    {
      anomaly_type: 'unusual_volume',
      title: 'Unusual outbound volume',
      description: 'A host sends far more data outside than it ever does: data may be stolen.',
      risk_score: 70,
      severity: 'high',
      category: 'network',
      techniques: [
        technique('T1048', 'Exfiltration Over Alternative Protocol'),
        technique('T1567', 'Exfiltration Over Web Service'),
        technique('T1041', 'Exfiltration Over C2 Channel'),
      ],
    },
  ],
  parameters: [
    {
      name: 'floor',
      description: 'Bytes sent outside in an hour below which nothing is unusual',
      unit: 'bytes',
      default: 100_000_000,
      minimum: 1_000_000,
      maximum: 1_000_000_000_000,
    },
    {
      name: 'deviations',
      description:
        'Robust deviations (1.4826 × MAD, at least a tenth of the median and a hundredth of the floor) above the median that are unusual',
      unit: 'count',
      default: 8,
      minimum: 3,
      maximum: 100,
    },
    {
      name: 'peak_factor',
      description: 'How many times the largest ordinary hour must be exceeded as well',
      unit: 'ratio',
      default: 2,
      minimum: 1,
      maximum: 100,
    },
    {
      name: 'warm_up',
      description: 'Hours with traffic before an address has a baseline of its own',
      unit: 'count',
      default: 8,
      minimum: 3,
      maximum: 168,
    },
    {
      name: 'peer_hours',
      description: 'Hours of all addresses behind an exporter before they are a baseline for one without its own',
      unit: 'count',
      default: 100,
      minimum: 20,
      maximum: 10_000,
    },
    {
      name: 'quiet',
      description: 'An episode ends when nothing unusual was sent for so long',
      unit: 'seconds',
      default: 7200,
      minimum: 600,
      maximum: 86_400,
    },
  ],
  create: (parameters) => new Volume(parameters),
}
