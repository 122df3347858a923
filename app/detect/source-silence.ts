import type { Detector, DetectorInstance, Emit, Parameters } from './detector.ts'
import { clockDomain, type TelemetryRecord } from '../model/record.ts'
import { technique } from './support/attack.ts'
import { LruMap, type LruSnapshot } from './support/lru.ts'
import { hear, isKnown, makeSender, usualPause, type Sender } from './support/sender.ts'
import { copyState } from './support/state.ts'
import { StreamClock } from './support/stream-clock.ts'
import { strengthOf } from './support/strength.ts'
import { formatDuration, formatNumber } from './support/wording.ts'

const maxDomains = 4096
/** One host through more sources than this is not told apart further. */
const maxSourcesOfDomain = 8
/** How often, in stream time, silence is looked for. Milliseconds. */
const scanInterval = 10_000

class SourceSilence implements DetectorInstance {
  private readonly clock = new StreamClock()
  /** By clock domain, its senders: one for each source it comes through. */
  private readonly domains = new LruMap<Sender[]>(maxDomains)
  private scanned = 0
  private factor = 0
  private floor = 0
  private minRecords = 0
  private learning = 0

  constructor(parameters: Parameters) {
    this.configure(parameters)
  }

  configure(parameters: Parameters): void {
    this.factor = parameters['factor']!
    this.floor = parameters['floor']! * 1000
    this.minRecords = parameters['records']!
    this.learning = parameters['learning']! * 1000
  }

  observe(record: TelemetryRecord, emit: Emit): void {
    const domain = clockDomain(record)
    this.clock.observe(domain, record.time)
    const now = this.clock.passed
    const sender = this.senderOf(domain, record.source)
    const isUsual = sender.silence === undefined || this.end(sender, sender.silence, record, now, emit)
    hear(sender, record, now, { slack: this.floor, isUsual })
    this.scan(now, emit)
  }

  tick(time: number, emit: Emit): void {
    this.clock.tick(time)
    this.scan(this.clock.passed, emit)
  }

  /** Nothing is held back. */
  drain(): void {}

  snapshot(): unknown {
    return copyState({ clock: this.clock.snapshot(), domains: this.domains.snapshot(), scanned: this.scanned })
  }

  restore(state: unknown): void {
    const saved = state as { clock: unknown; domains: LruSnapshot<unknown>; scanned: number }
    this.clock.restore(saved.clock)
    this.domains.restore(saved.domains, (senders) => senders as Sender[])
    this.scanned = saved.scanned
  }

  stats(): { entities: number; evicted: number } {
    return { entities: this.domains.size, evicted: this.domains.evicted }
  }

  private senderOf(domain: string, source: string): Sender {
    const senders = this.domains.get(domain)
    const known = senders?.find((sender) => sender.source === source)
    if (known !== undefined) return known
    const sender = makeSender(domain, source)
    if (senders === undefined) this.domains.set(domain, [sender])
    else if (senders.push(sender) > maxSourcesOfDomain) senders.shift()
    return sender
  }

  private scan(now: number, emit: Emit): void {
    const round = Math.floor(now / scanInterval)
    if (round === this.scanned) return
    this.scanned = round
    for (const senders of this.domains.values()) for (const sender of senders) this.consider(sender, now, emit)
  }

  private consider(sender: Sender, now: number, emit: Emit): void {
    const paused = now - sender.heard
    if (paused <= this.floor || sender.silence !== undefined || !isKnown(sender, this.minRecords, this.learning)) return
    const usual = usualPause(sender)
    const limit = Math.max(this.floor, this.factor * usual)
    if (paused <= limit) return
    sender.silence = { since: sender.last, heard: sender.heard, limit, usual }
    const { domain, source } = sender
    const explanation =
      `${domain} has sent nothing through ${source} for more than ${formatDuration(limit)} ` +
      `(its usual pauses are below ${formatDuration(usual)}, over ${formatNumber(sender.records)} records)`
    this.report(sender, sender.silence, limit, explanation, sender.recent, emit)
  }

  /**
   * It speaks again: now the silence has a length, by its own clock unless that was set in between. Returns whether
   * the pause is to be learned: not the first time, but when it comes again about as long, as every night.
   */
  private end(sender: Sender, silence: NonNullable<Sender['silence']>, record: TelemetryRecord, now: number, emit: Emit): boolean {
    const passed = now - silence.heard
    const own = record.time - silence.since
    const length = own >= silence.limit && own <= 2 * passed + this.floor ? own : passed
    delete sender.silence
    const explanation =
      `${sender.domain} sent nothing through ${sender.source} for ${formatDuration(length)} ` +
      `(limit ${formatDuration(silence.limit)}, its usual pauses are below ${formatDuration(silence.usual)})`
    this.report(sender, silence, length, explanation, [...sender.recent, record.seq], emit)
    const isHabit = length < 2 * sender.lastSilence && sender.lastSilence < 2 * length
    sender.lastSilence = length
    return isHabit
  }

  private report(
    sender: Sender,
    silence: NonNullable<Sender['silence']>,
    length: number,
    explanation: string,
    evidence: number[],
    emit: Emit,
  ): void {
    emit({
      detector: 'source-silence',
      anomaly_type: 'source_silence',
      entity: { kind: 'host', value: sender.domain },
      source: sender.source,
      episode: `${sender.source} ${silence.since}`,
      score: strengthOf(length, silence.limit),
      first_seen: silence.since,
      last_seen: silence.since + length,
      count: 1,
      explanation,
      reasons: [
        {
          label: 'silence',
          value: Math.round(length / 1000),
          threshold: Math.round(silence.limit / 1000),
          // The limit is so many times its usual pause, or where that is less, the floor.
          name: silence.limit > this.floor ? 'parameters.factor' : 'parameters.floor',
          unit: 'seconds',
          met: true,
        },
        {
          label: 'records it is known by',
          value: sender.records,
          threshold: this.minRecords,
          name: 'parameters.records',
          unit: 'count',
          met: true,
        },
        { label: 'its usual pauses are below', value: Math.round(silence.usual / 1000), unit: 'seconds', met: true },
      ],
      evidence: [...evidence],
      metadata: { 'host.name': sender.domain, source: sender.source, usual_pause_seconds: Math.round(silence.usual / 1000) },
    })
  }
}

export const sourceSilence: Detector = {
  name: 'source-silence',
  family: 'SOURCE_SILENCE',
  title: 'Sudden silence of a source',
  description:
    'Learns, on its own clock, how long the pauses of each log host or flow exporter are (each pause weighing as long as it lasts), and reports ' +
    'one that stays silent for several times as long while the others go on. Time passes as two other hosts agree that it does, or by heartbeats.',
  anomaly_types: [
    {
      anomaly_type: 'source_silence',
      title: 'Source fell silent',
      description: 'A host or exporter that reports steadily has stopped: it is down, cut off, or somebody has switched its logging off.',
      risk_score: 50,
      severity: 'medium',
      category: 'system',
      techniques: [technique('T1562.006', 'Impair Defenses: Indicator Blocking')],
    },
  ],
  parameters: [
    {
      name: 'factor',
      description: 'Silence counts when it lasts so many times as long as 99 % of a sender’s time is spent in shorter pauses',
      unit: 'ratio',
      default: 3,
      minimum: 1,
      maximum: 100,
    },
    {
      name: 'floor',
      description: 'No silence shorter than this is reported, however busy the sender',
      unit: 'seconds',
      default: 300,
      minimum: 30,
      maximum: 86_400,
    },
    {
      name: 'records',
      description: 'Records to have seen of a sender before it is judged',
      unit: 'count',
      default: 50,
      minimum: 10,
      maximum: 100_000,
    },
    {
      name: 'learning',
      description: 'How long a sender must have been watched before it is judged',
      unit: 'seconds',
      default: 1800,
      minimum: 60,
      maximum: 604_800,
    },
  ],
  create: (parameters) => new SourceSilence(parameters),
}
