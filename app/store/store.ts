import type { ApiToken } from '../model/api-token.ts'
import type { BlockEntry } from '../model/block-entry.ts'
import type { Activity, Note, SecurityEvent, Status } from '../model/event.ts'
import type { FlagEffect, FlagTargeting } from '../model/flag.ts'
import type { FeatureSetName, ModelVersion } from '../model/outlier-model.ts'
import type { TelemetryRecord } from '../model/record.ts'
import type { ProfilePack, ProfileRevision, RuleProfile } from '../model/rule-profile.ts'
import type { EventQuery } from '../model/query.ts'
import type { RuleCounts } from '../model/rule-figures.ts'
import type {
  Actor,
  BlockAdded,
  ChangeFailure,
  EventChange,
  EventOutline,
  EventPage,
  FlagCounts,
  GradeChange,
  NewModel,
  ProfileContext,
  ProfileSave,
  ProfilesSaved,
  ProfilesUndo,
  Recovery,
  Redecided,
  StoredFlag,
} from './console-values.ts'

export type * from './console-values.ts'
export type * from './telemetry-port.ts'

/**
 * console.db: one writing thread (the engine's), readable from anywhere. Every function may be called within
 * `applyObservations` or `recordEvent`, and is then part of that transaction.
 */
export interface ConsoleStore {
  /**
   * Applies `apply` and moves `applied_seq` in one transaction: an event is never made twice.
   * `apply` upserts through the given functions.
   */
  applyObservations(seq: number, apply: (events: EventWriter) => void): void
  /** The same for what does not come out of stored records: one transaction, and `applied_seq` stays. */
  recordEvent<Result>(apply: (events: EventWriter) => Result): Result
  saveSnapshot(seq: number, state: unknown): void
  recovery(): Recovery

  /** `lean`: without what only the event's own page shows (evidence, reasons, metadata, payload: all empty). */
  searchEvents(query: EventQuery, options: { cursor?: string; limit: number; lean?: boolean }): EventPage
  getEvent(id: string): SecurityEvent | undefined
  /** Same anomaly type or same entity, newest first. */
  similarEvents(id: string, limit: number): SecurityEvent[]
  eventHistogram(query: EventQuery, interval: number): { time: number; counts: Record<string, number> }[]
  countEvents(query: EventQuery): Record<Status, number>
  /** Events of these types of which any part is in the time, in the order they began. */
  outlineEvents(anomaly_types: readonly string[], time: { from: number; to: number }): EventOutline[]
  /** By anomaly type; types without an event are left out. */
  ruleCounts(now: number): RuleCounts[]
  /** The number of the newest insert or update of any event; 0 before the first. */
  lastChange(): number
  /** Events changed after that number, in the order of their changes; one that changed often is there once, as it is now. */
  changesAfter(change: number, limit: number): { change: number; event: SecurityEvent }[]
  /** Changes events, writes activity, remembers how to undo it: all or nothing. */
  changeEvents(
    changes: readonly { id: string; revision?: number; change: EventChange }[],
    context: Actor & { what: string },
  ): { kind: 'changed'; events: SecurityEvent[]; undo: string } | ChangeFailure
  undo(token: string, context: Actor): { kind: 'undone'; events: SecurityEvent[] } | { kind: 'not_found' } | { kind: 'stale'; id: string }
  /**
   * Decides the open events of a type anew, in one transaction with one activity line. `decideAnew` gives the event it
   * was given for no change; `revision` and `updated_at` are set here. The events that changed come back, and how to
   * give them their grades back.
   */
  redecideEvents(anomaly_type: string, decideAnew: (event: SecurityEvent) => SecurityEvent, context: Actor): Redecided
  /** Gives events their former grades; one that has been graded otherwise since stays as it is. The events that changed come back. */
  restoreGrades(grades: readonly GradeChange[], context: Actor & { subject: string }): SecurityEvent[]
  addNote(note: Note): void
  notes(event_id: string): Note[]

  activity(options: { subject?: string; before?: number; limit: number }): Activity[]
  addActivity(entry: Actor & { what: string; subject: string; before: unknown; after: unknown }): Activity
  verifyActivity(): { kind: 'intact'; lines: number } | { kind: 'broken'; seq: number }

  /** The newest revision of each saved profile. */
  profiles(): RuleProfile[]
  /** Of the newest save, by anomaly type. */
  newestRevisions(): Record<string, number>
  /** Newest first. */
  profileRevisions(anomaly_type: string): ProfileRevision[]
  profileRevision(anomaly_type: string, revision: number): ProfileRevision | undefined
  /** All or none, each with its activity line. */
  saveProfiles(saves: readonly ProfileSave[], context: ProfileContext): ProfilesSaved
  /** A pack as it was last imported: the base of a three-way comparison. */
  pack(name: string): ProfilePack | undefined
  packs(): { name: string; version: string; at: number; who: string }[]
  /** Puts a pack's former version (or none) back as the base of the next comparison. */
  restorePack(name: string, former: ProfilePack | undefined, context: Actor): void
  /** Gives a token for `profilesUndo`. */
  rememberProfiles(undo: ProfilesUndo, at: number): string
  profilesUndo(token: string): ProfilesUndo | undefined
  forgetUndo(token: string): void

  flags(): StoredFlag[]
  setFlag(name: string, value: { enabled: boolean; targeting: FlagTargeting }, context: Actor): void
  /** A flag of applications. One that is there stays as it is. */
  registerFlag(
    flag: { name: string; description: string; default: boolean; enabled: boolean; targeting: FlagTargeting },
    context: Actor,
  ): { kind: 'registered' | 'exists'; flag: StoredFlag }
  /** Adds to what flags did on a day (any moment of it). */
  addFlagEffects(day: number, counts: FlagCounts): void
  /** By flag, oldest first, from the day of `since` on. */
  flagEffects(since: number): Record<string, FlagEffect[]>

  /** Entries that have not run out at `now`, oldest first. */
  blockEntries(now: number): BlockEntry[]
  /**
   * One entry a value. An analyst's replaces the reason and the time of one that is there; a decision's only makes it
   * last longer, each time with an activity line: ask for it when an event is made, not at every observation.
   */
  addBlockEntry(entry: BlockEntry): BlockAdded
  removeBlockEntry(id: string, context: Actor): BlockEntry | undefined
  /** Takes a decision's entry off as if it had never been there: its event may put it on the list again. */
  undoBlockEntry(id: string, context: Actor): BlockEntry | undefined
  /** Takes entries off the list whose time is over; gives them. */
  expireBlockEntries(now: number): BlockEntry[]

  /** `hash`: of the secret, which is never given to the store. */
  addToken(token: ApiToken, hash: string): void
  /** Newest first, revoked ones too. */
  tokens(): ApiToken[]
  /** Undefined for one that nobody knows; a revoked one stays as it is. */
  revokeToken(id: string, context: Actor): ApiToken | undefined
  /** Not revoked. */
  findToken(hash: string): ApiToken | undefined
  /** Remembers a use. A commit a call: not for every request. */
  touchToken(id: string, at: number): void

  /** Trained models, newest first. */
  models(): ModelVersion[]
  model(id: string): ModelVersion | undefined
  /** The model itself; undefined where it is not there or damaged. */
  modelDocument(id: string): unknown
  addModel(model: NewModel, actor: Actor): ModelVersion
  /** Puts a version in force, or none; the one that was is retired. */
  putModelInForce(set: FeatureSetName, id: string | undefined, context: Actor & { what: string }): ModelVersion | undefined
  modelInForce(set: FeatureSetName): ModelVersion | undefined
  /** False for one in force, or not there. */
  deleteModel(id: string, actor: Actor): boolean
  /** Deletes versions that were trained, and went out of force, before; gives their ids. */
  expireModels(before: number): string[]

  setting(key: string): unknown
  setSetting(key: string, value: unknown): void

  /** Evidence copied out of a segment about to be dropped. */
  keepEvidence(records: readonly TelemetryRecord[]): void
  keptEvidence(seqs: readonly number[]): TelemetryRecord[]
  evidenceBetween(first_seq: number, last_seq: number): number[]

  enqueueAlert(alert: { event_id: string; channel: string; at: number }): void
  pendingAlerts(now: number, limit: number): { id: number; event_id: string; channel: string; attempts: number }[]
  settleAlert(
    id: number,
    result: { kind: 'delivered'; at: number } | { kind: 'failed'; at: number; message: string; retry_at?: number },
  ): void
  alerts(event_id: string): { channel: string; at: number; state: string; attempts: number; message?: string }[]
  close(): void
}

export type { SignalPoints, StoredKeys } from './signal-reading.ts'

export interface EventWriter {
  /** The event this episode folds into, if there is one: same type and entity, same episode. */
  findEpisode(anomaly_type: string, entity: string, episode: string): SecurityEvent | undefined
  /** The latest unresolved event of this type and entity. */
  findOpen(anomaly_type: string, entity: string): SecurityEvent | undefined
  isKnown(id: string): boolean
  insert(event: SecurityEvent): void
  update(event: SecurityEvent): void
  enqueueAlert(alert: { event_id: string; channel: string; at: number }): void
  /** Adds to what flags did on a day (any moment of it). */
  addFlagEffects(day: number, counts: FlagCounts): void
  addBlockEntry(entry: BlockEntry): BlockAdded
}
