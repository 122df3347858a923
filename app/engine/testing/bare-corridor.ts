import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { detectors } from '../../detect/index.ts'
import type { Enricher } from '../../enrich/enricher.ts'
import type { FlagReader } from '../../decide/flags.ts'
import { defaultRules } from '../../decide/masking/masker.ts'
import { createTextMasker } from '../../decide/masking/mask-text.ts'
import { mergeProfiles } from '../../decide/profiles.ts'
import { requestsSchema } from '../../model/config.ts'
import type { Block } from '../../model/block.ts'
import { ChunkWriter } from '../../model/message.ts'
import type { TelemetryRecord } from '../../model/record.ts'
import { wireFormats } from '../../normalize/index.ts'
import { Detection } from '../../pipeline/detection.ts'
import { MessageMasking } from '../../pipeline/message-masking.ts'
import type { PipelineBatch } from '../../pipeline/messages.ts'
import { Pipeline } from '../../pipeline/pipeline.ts'
import { RecordFactory } from '../../pipeline/record-factory.ts'
import { recover } from '../../pipeline/recovery.ts'
import { openConsoleStore } from '../../store/index.ts'
import type { ConsoleStore, TelemetryReader } from '../../store/store.ts'
import { EventDesk } from '../event-desk.ts'

/** What happens before the line of that number, beside the lines themselves. */
export type Step = { before: number } & (
  | { kind: 'commit' }
  /** Detectors say what they hold back. */
  | { kind: 'drain' }
  /** A heartbeat, at that time; milliseconds. */
  | { kind: 'tick'; time: number }
  /** The detectors' state is saved. */
  | { kind: 'snapshot' }
  /** Killed when all that had come was committed and applied. */
  | { kind: 'restart' }
  /** Killed when all that had come was committed and nothing of the last batch applied. */
  | { kind: 'crash' }
)

export interface BareCorridorOptions {
  enrichers: readonly Enricher[]
  steps: readonly Step[]
  /** When the line of that number arrives; milliseconds. */
  arrival: (index: number) => number
}

/**
 * The corridor without its threads, sockets and segment files, so that a property can be tried many times: parsers,
 * enrichers, detectors, pipeline, recovery, event desk and console.db are the real ones.
 */
export function runBareCorridor(lines: readonly string[], { enrichers, steps, arrival }: BareCorridorOptions): ConsoleStore {
  const corridor = new BareCorridor(enrichers)
  for (const [index, line] of lines.entries()) {
    for (const step of steps) if (step.before === index) corridor.take(step)
    corridor.receive(line, arrival(index))
  }
  corridor.take({ before: lines.length, kind: 'drain' })
  return corridor.console
}

/** As a store keeps it: blocks and the heartbeats among them, by seq. */
interface StoredPart {
  seq: number
  records: TelemetryRecord[]
  tick?: number
}

class BareCorridor {
  readonly console: ConsoleStore
  private readonly stored: StoredPart[] = []
  private readonly enrichers: readonly Enricher[]
  private readonly desk: EventDesk
  private applies = true
  private pipeline: Pipeline

  constructor(enrichers: readonly Enricher[]) {
    this.enrichers = enrichers
    this.console = openConsole()
    const profiles = mergeProfiles(detectors, [])
    this.desk = new EventDesk({
      console: this.console,
      profiles: () => profiles,
      channels: () => [],
      tally: { stored: {}, lag: {}, suppressed: {}, flag_failures: 0, events_created: 0, events_updated: 0 },
      flagFailed: () => undefined,
      block: () => false,
      changed: () => undefined,
    })
    this.pipeline = this.start()
  }

  receive(line: string, arrival: number): void {
    const writer = new ChunkWriter('syslog', 1 << 12)
    writer.add(Buffer.from(line), '10.0.0.1', arrival, 'syslog')
    const chunk = writer.take()
    if (chunk !== undefined) this.pipeline.take(chunk)
  }

  take(step: Step): void {
    switch (step.kind) {
      case 'commit':
        return this.pipeline.flush()
      case 'drain':
        return this.pipeline.flush({ request: 0, drain: true })
      case 'tick':
        return this.pipeline.tick(step.time)
      case 'snapshot':
        return this.pipeline.flush({ snapshot: true })
      case 'restart':
        this.pipeline.flush()
        this.pipeline = this.start()
        return
      case 'crash':
        this.applies = false
        this.pipeline.flush()
        this.applies = true
        this.pipeline = this.start()
    }
  }

  private start(): Pipeline {
    const last_seq = this.stored.at(-1)?.seq ?? 0
    const { applied_seq, snapshot } = this.console.recovery()
    const detection = new Detection(detectors, {})
    const masking = new MessageMasking(defaultRules, { createReader: createTextMasker, hash: () => 'of the original' })
    const createParser = (wire: string) => wireFormats.find(({ name }) => name === wire)!.create({ timezone: 'UTC' })
    const factory = new RecordFactory(createParser, last_seq, (message) => masking.apply(message))
    const send = (batch: PipelineBatch) => this.commit(batch)
    const replay: TelemetryReader['replay'] = (after, visit) => {
      for (const { seq, records, tick } of this.stored) {
        if (seq > after || (seq === after && tick !== undefined)) visit({ records: records.filter((record) => record.seq > after), tick })
      }
    }
    const { lastTick } = recover({
      data: {
        telemetry: '',
        last_seq,
        applied_seq,
        applied_tick: this.desk.appliedTick(),
        snapshot,
        settings: { parameters: {}, timezones: {}, masking: defaultRules },
        enrich: { country: undefined, asn: undefined, home_networks: [], zones: {}, requests: requestsSchema.parse({}) },
      },
      detection,
      factory,
      openReader: () => ({ replay, close: () => undefined }) as unknown as TelemetryReader,
      send,
    })
    // A block that holds its records as they are: how they are written is the store's own matter.
    const encode = (records: readonly TelemetryRecord[]) => ({ records }) as unknown as Block
    const parts = { factory, detection, encode, send, enrichers: this.enrichers, isLive: () => false, lastTick }
    return new Pipeline(parts)
  }

  private commit({ seq, block, tick, tick_replayed, observations, snapshot }: PipelineBatch): void {
    const records = (block as unknown as { records: TelemetryRecord[] } | undefined)?.records ?? []
    if (records.length > 0 || tick !== undefined) this.stored.push({ seq, records, tick })
    if (!this.applies) return
    const ticks = [tick ?? tick_replayed].filter((time) => time !== undefined)
    const snapshots = snapshot === undefined ? [] : [{ seq, state: snapshot }]
    this.desk.apply({ seq, observations, ticks, snapshots }, detectionOn, 0)
  }
}

const detectionOn: FlagReader = { read: (name) => (name === 'ANOMALY_DETECTION_ENABLED' ? true : undefined) }

/** In a folder of its own; on the systems that tests run on a file that is open may be removed. */
function openConsole(): ConsoleStore {
  const directory = mkdtempSync(join(tmpdir(), 'vedette-corridor-'))
  const opened = openConsoleStore(join(directory, 'console.db'))
  if (opened.kind !== 'opened') throw new Error(opened.failure.message)
  rmSync(directory, { recursive: true, force: true })
  return opened.store
}
