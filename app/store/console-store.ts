import type Database from 'better-sqlite3'
import { ActivityStore } from './activity-store.ts'
import { BlocklistStore } from './blocklist-store.ts'
import { EventChanger } from './event-change.ts'
import { EventRedecider } from './event-redecide.ts'
import { EventSearch } from './event-search.ts'
import { EventStore } from './event-store.ts'
import { EvidenceStore } from './evidence-store.ts'
import { FlagStore } from './flag-store.ts'
import { openMigratedDatabase, type OpenedStore } from './migrated-database.ts'
import { consoleMigrations } from './migrations/index.ts'
import { ModelStore } from './model-store.ts'
import { NoteStore } from './note-store.ts'
import { OutboxStore } from './outbox-store.ts'
import { ProfileStore } from './profile-store.ts'
import { RecoveryStore } from './recovery-store.ts'
import { RuleHistory } from './rule-history.ts'
import { SettingsStore } from './settings-store.ts'
import type { ConsoleStore, EventWriter, ProfilesUndo } from './store.ts'
import { TokenStore } from './token-store.ts'
import { UndoStore } from './undo-store.ts'

/** 'VCON' */
const application = 0x56434f4e

export type OpenedConsole = OpenedStore<ConsoleStore>

/** Opens console.db; read-only for whoever may run beside the engine. */
export function openConsoleStore(file: string, { readonly = false }: { readonly?: boolean } = {}): OpenedConsole {
  const pragmas = ['synchronous = FULL']
  return openMigratedDatabase(file, { application, migrations: consoleMigrations, pragmas, readonly }, createConsoleStore)
}

/** The parts put together: one small store a group of tables, all on one connection. */
function createConsoleStore(database: Database.Database): ConsoleStore {
  const log = new ActivityStore(database)
  const events = new EventStore(database)
  const search = new EventSearch(database)
  const changer = new EventChanger(database, events, log)
  const redecider = new EventRedecider(database, events, log)
  const history = new RuleHistory(database)
  const notes = new NoteStore(database, log)
  const profiles = new ProfileStore(database, log)
  const saves = new UndoStore<ProfilesUndo>(database, 'profiles-')
  const flags = new FlagStore(database, log)
  const blocklist = new BlocklistStore(database, log)
  const tokens = new TokenStore(database, log)
  const models = new ModelStore(database, log)
  const settings = new SettingsStore(database)
  const outbox = new OutboxStore(database)
  const evidence = new EvidenceStore(database)
  const progress = new RecoveryStore(database)
  const writer: EventWriter = {
    findEpisode: (anomaly_type, entity, episode) => events.findEpisode(anomaly_type, entity, episode),
    findOpen: (anomaly_type, entity) => events.findOpen(anomaly_type, entity),
    isKnown: (id) => events.get(id) !== undefined,
    insert: (event) => events.insert(event),
    update: (event) => events.update(event),
    enqueueAlert: (alert) => outbox.enqueue(alert),
    addFlagEffects: (day, counts) => flags.addEffects(day, counts),
    addBlockEntry: (entry) => blocklist.add(entry),
  }
  return {
    applyObservations: (seq, apply) =>
      database
        .transaction(() => {
          apply(writer)
          progress.moveAppliedSeq(seq)
        })
        .immediate(),
    recordEvent: (apply) => database.transaction(() => apply(writer)).immediate(),
    saveSnapshot: (seq, state) => progress.saveSnapshot(seq, state),
    recovery: () => progress.recovery(),

    searchEvents: (query, options) => search.search(query, options),
    getEvent: (id) => events.get(id),
    similarEvents: (id, limit) => search.similar(id, limit),
    eventHistogram: (query, interval) => search.histogram(query, interval),
    countEvents: (query) => search.count(query),
    outlineEvents: (anomaly_types, time) => history.outline(anomaly_types, time),
    ruleCounts: (now) => history.counts(now),
    lastChange: () => events.lastChange(),
    changesAfter: (change, limit) => events.changesAfter(change, limit),
    changeEvents: (changes, context) => changer.change(changes, context),
    undo: (token, context) => changer.undo(token, context),
    redecideEvents: (anomaly_type, decideAnew, context) => redecider.redecide(anomaly_type, decideAnew, context),
    restoreGrades: (grades, context) => redecider.restore(grades, context),
    addNote: (note) => notes.add(note),
    notes: (event_id) => notes.of(event_id),

    activity: (options) => log.list(options),
    addActivity: (entry) => log.add(entry),
    verifyActivity: () => log.verify(),

    profiles: () => profiles.newest().map(({ profile }) => profile),
    newestRevisions: () => Object.fromEntries(profiles.newest().map(({ anomaly_type, revision }) => [anomaly_type, revision])),
    profileRevisions: (anomaly_type) => profiles.revisions(anomaly_type),
    profileRevision: (anomaly_type, revision) => profiles.revision(anomaly_type, revision),
    saveProfiles: (saves, context) => profiles.save(saves, context),
    pack: (name) => profiles.pack(name),
    packs: () => profiles.packs(),
    restorePack: (name, former, context) => profiles.restorePack(name, former, context),
    rememberProfiles: (undo, at) => saves.remember(undo, at),
    profilesUndo: (token) => saves.find(token),
    forgetUndo: (token) => saves.forget(token),

    flags: () => flags.list(),
    setFlag: (name, value, context) => flags.set(name, value, context),
    registerFlag: (flag, context) => flags.register(flag, context),
    addFlagEffects: (day, counts) => flags.addEffects(day, counts),
    flagEffects: (since) => flags.effects(since),

    blockEntries: (now) => blocklist.list(now),
    addBlockEntry: (entry) => blocklist.add(entry),
    removeBlockEntry: (id, context) => blocklist.remove(id, context),
    undoBlockEntry: (id, context) => blocklist.undo(id, context),
    expireBlockEntries: (now) => blocklist.expire(now),

    addToken: (token, hash) => tokens.add(token, hash),
    tokens: () => tokens.list(),
    revokeToken: (id, context) => tokens.revoke(id, context),
    findToken: (hash) => tokens.find(hash),
    touchToken: (id, at) => tokens.touch(id, at),

    models: () => models.list(),
    model: (id) => models.get(id),
    modelDocument: (id) => models.document(id),
    addModel: (model, actor) => models.add(model, actor),
    putModelInForce: (set, id, context) => models.putInForce(set, id, context),
    modelInForce: (set) => models.inForce(set),
    deleteModel: (id, actor) => models.delete(id, actor),
    expireModels: (before) => models.expire(before),

    setting: (key) => settings.setting(key),
    setSetting: (key, value) => settings.setSetting(key, value),

    keepEvidence: (records) => evidence.keep(records),
    keptEvidence: (seqs) => evidence.get(seqs),
    evidenceBetween: (first_seq, last_seq) => events.evidenceBetween(first_seq, last_seq),

    enqueueAlert: (alert) => outbox.enqueue(alert),
    pendingAlerts: (now, limit) => outbox.pending(now, limit),
    settleAlert: (id, result) => outbox.settle(id, result),
    alerts: (event_id) => outbox.of(event_id),
    close: () => {
      database.close()
    },
  }
}
