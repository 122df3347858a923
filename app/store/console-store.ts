import type Database from 'better-sqlite3'
import type { Activity, Note, SecurityEvent } from '../model/event.ts'
import type { EventQuery } from '../model/query.ts'
import type { TelemetryRecord } from '../model/record.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import { ActivityStore } from './activity-store.ts'
import { EventChanger } from './event-change.ts'
import { EventStore } from './event-store.ts'
import { EvidenceStore } from './evidence-store.ts'
import { consoleMigrations } from './migrations/index.ts'
import { NoteStore } from './note-store.ts'
import { explainFailure, openDatabase } from './open-database.ts'
import { OutboxStore } from './outbox-store.ts'
import { RecoveryStore } from './recovery-store.ts'
import { SettingsStore } from './settings-store.ts'
import type { ConsoleStore, EventWriter, OpenFailure } from './store.ts'

/** 'VCON' */
const application = 0x56434f4e

export type OpenedConsole = { kind: 'opened'; store: ConsoleStore } | { kind: 'failed'; failure: OpenFailure }

/** Opens console.db, bringing an older one forward. Read-only, it may be opened beside the engine that writes it. */
export function openConsoleStore(file: string, options: { readonly?: boolean } = {}): OpenedConsole {
  const readonly = options.readonly ?? false
  const opened = openDatabase(file, { application, version: consoleMigrations.length, readonly })
  if (opened.kind === 'failed') return opened
  const { database, version } = opened
  try {
    if (readonly) {
      if (version === consoleMigrations.length) return { kind: 'opened', store: new SqliteConsoleStore(database) }
      database.close()
      return {
        kind: 'failed',
        failure: { kind: 'unwritable', file, message: `${file} is of an older Vedette: start Vedette once, it brings the file forward.` },
      }
    }
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    migrate(database, version)
    return { kind: 'opened', store: new SqliteConsoleStore(database) }
  } catch (error) {
    database.close()
    const failure = explainFailure(file, error)
    if (failure === undefined) throw error
    return { kind: 'failed', failure }
  }
}

/** All steps in one transaction: a file is of one version or of the other, never in between. */
function migrate(database: Database.Database, version: number): void {
  database
    .transaction(() => {
      for (const step of consoleMigrations.slice(version)) database.exec(step)
      database.pragma(`application_id = ${application}`)
      database.pragma(`user_version = ${consoleMigrations.length}`)
    })
    .immediate()
}

class SqliteConsoleStore implements ConsoleStore {
  private readonly database: Database.Database
  private readonly events: EventStore
  private readonly changer: EventChanger
  private readonly log: ActivityStore
  private readonly settings: SettingsStore
  private readonly outbox: OutboxStore
  private readonly evidence: EvidenceStore
  private readonly progress: RecoveryStore
  private readonly remarks: NoteStore
  private readonly writer: EventWriter

  constructor(database: Database.Database) {
    this.database = database
    this.events = new EventStore(database)
    this.log = new ActivityStore(database)
    this.changer = new EventChanger(database, this.events, this.log)
    this.settings = new SettingsStore(database, this.log)
    this.outbox = new OutboxStore(database)
    this.evidence = new EvidenceStore(database)
    this.progress = new RecoveryStore(database)
    this.remarks = new NoteStore(database, this.log)
    const { events, outbox } = this
    this.writer = {
      findEpisode: (anomaly_type, entity, episode) => events.findEpisode(anomaly_type, entity, episode),
      findOpen: (anomaly_type, entity) => events.findOpen(anomaly_type, entity),
      insert: (event) => events.insert(event),
      update: (event) => events.update(event),
      enqueueAlert: (alert) => outbox.enqueue(alert),
    }
  }

  applyObservations(seq: number, apply: (events: EventWriter) => void): void {
    this.database
      .transaction(() => {
        apply(this.writer)
        this.progress.moveAppliedSeq(seq)
      })
      .immediate()
  }

  saveSnapshot(seq: number, state: unknown): void {
    this.progress.saveSnapshot(seq, state)
  }
  recovery() {
    return this.progress.recovery()
  }

  searchEvents(query: EventQuery, options: { cursor?: string; limit: number }) {
    return this.events.search(query, options)
  }
  getEvent(id: string): SecurityEvent | undefined {
    return this.events.get(id)
  }
  similarEvents(id: string, limit: number): SecurityEvent[] {
    return this.events.similar(id, limit)
  }
  eventHistogram(query: EventQuery, interval: number) {
    return this.events.histogram(query, interval)
  }
  countEvents(query: EventQuery) {
    return this.events.count(query)
  }
  changeEvents(...parameters: Parameters<ConsoleStore['changeEvents']>) {
    return this.changer.change(...parameters)
  }
  undo(token: string, context: { who: string; at: number }) {
    return this.changer.undo(token, context)
  }

  addNote(note: Note): void {
    this.remarks.add(note)
  }
  notes(event_id: string): Note[] {
    return this.remarks.of(event_id)
  }

  activity(options: { subject?: string; before?: number; limit: number }): Activity[] {
    return this.log.list(options)
  }
  addActivity(entry: Parameters<ConsoleStore['addActivity']>[0]): Activity {
    return this.log.add(entry)
  }
  verifyActivity() {
    return this.log.verify()
  }

  profiles(): RuleProfile[] {
    return this.settings.profiles()
  }
  saveProfile(profile: RuleProfile, context: { who: string; at: number }): void {
    this.settings.saveProfile(profile, context)
  }
  flags() {
    return this.settings.flags()
  }
  setFlag(name: string, enabled: boolean, context: { who: string; at: number }): void {
    this.settings.setFlag(name, enabled, context)
  }
  setting(key: string): unknown {
    return this.settings.setting(key)
  }
  setSetting(key: string, value: unknown): void {
    this.settings.setSetting(key, value)
  }

  keepEvidence(records: readonly TelemetryRecord[]): void {
    this.evidence.keep(records)
  }
  keptEvidence(seqs: readonly number[]): TelemetryRecord[] {
    return this.evidence.get(seqs)
  }
  evidenceBetween(first_seq: number, last_seq: number): number[] {
    return this.events.evidenceBetween(first_seq, last_seq)
  }

  enqueueAlert(alert: { event_id: string; channel: string; at: number }): void {
    this.outbox.enqueue(alert)
  }
  pendingAlerts(now: number, limit: number) {
    return this.outbox.pending(now, limit)
  }
  settleAlert(...parameters: Parameters<ConsoleStore['settleAlert']>): void {
    this.outbox.settle(...parameters)
  }
  alerts(event_id: string) {
    return this.outbox.of(event_id)
  }

  close(): void {
    this.database.close()
  }
}
