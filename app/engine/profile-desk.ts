import type { PackAnswer } from '../contract/profiles.ts'
import { mergePack } from '../decide/pack-merge.ts'
import { readPack, readStoredPack, writePack } from '../decide/profile-pack.ts'
import { detectors } from '../detect/index.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import type { SecurityEvent } from '../model/event.ts'
import type { ConsoleStore, ProfileContext, ProfileSave, ProfilesSaved, ProfilesUndo } from '../store/store.ts'
import type { Redecision } from './event-redecision.ts'
import type { ProfileBook } from './profile-book.ts'
import { planSaves, readDraft } from './profile-saving.ts'
import { profileAt, undoProfiles, type UndoResult } from './profile-undo.ts'

export interface ProfileDeskParts {
  console: ConsoleStore
  book: ProfileBook
  redecision: Redecision
  /** After a save: detectors get their parameters, windows are told. */
  saved: (anomaly_types: string[]) => void
  redecided: (result: { events: SecurityEvent[]; blocked: boolean }) => void
}

type Who = { who: string; at: number }
export interface SavedProfile {
  kind: 'saved'
  profile: RuleProfile
  revision: number
  redecided: number
  /** For `undo`, where anything changed. */
  undo?: string
}
export type SaveResult =
  | SavedProfile
  | { kind: 'invalid'; issues: { path: string; message: string }[] }
  | { kind: 'stale'; message: string }
  | { kind: 'not_found'; message: string }

/** Every way in which profiles change. */
export class ProfileDesk {
  private readonly parts: ProfileDeskParts

  constructor(parts: ProfileDeskParts) {
    this.parts = parts
  }

  get book(): ProfileBook {
    return this.parts.book
  }

  async save(
    input: { profile: Record<string, unknown>; revision: number; why: string; redecide: boolean },
    context: Who,
  ): Promise<SaveResult> {
    const reading = readDraft(input.profile, this.book)
    if (reading.kind === 'invalid') return reading
    const { profile } = reading
    const saves = planSaves([profile], this.book).map((save) => ({
      ...save,
      ...(save.profile.anomaly_type === profile.anomaly_type && { revision: input.revision }),
    }))
    return this.keep(profile.anomaly_type, saves, { revision: input.revision, redecide: input.redecide }, this.context(input.why, context))
  }

  /** Revision 0 is what holds without any save: the package's, with what vedette.yml and the environment set. */
  async restore(input: { anomaly_type: string; revision: number; why: string; redecide: boolean }, context: Who): Promise<SaveResult> {
    const { anomaly_type, revision } = input
    const earlier = profileAt(anomaly_type, revision, this.parts.console, this.book)
    if (earlier === undefined) return { kind: 'not_found', message: `${anomaly_type} has no revision ${revision}.` }
    const saves = planSaves([earlier], this.book)
    return this.keep(anomaly_type, saves, { redecide: input.redecide }, { ...this.context(input.why, context), origin: 'restore' })
  }

  /** Takes back what `save`, `restore` or `importPack` did, the events that were decided anew with it. */
  undo(token: string, context: Who): UndoResult {
    const result = undoProfiles(token, this.parts.console, this.book, context)
    if (result.kind !== 'undone') return result
    this.tell(result.saves)
    this.parts.redecided(result)
    return result
  }

  exportPack(
    name: string,
    anomalyTypes: readonly string[] | undefined,
    at: number,
  ): { kind: 'exported'; yaml: string } | { kind: 'not_found'; message: string } {
    const missing = anomalyTypes?.find((type) => !this.book.inForce.has(type))
    if (missing !== undefined) return { kind: 'not_found', message: `There is no anomaly type ${missing}.` }
    const profiles = [...this.book.inForce.values()].filter(({ anomaly_type }) => anomalyTypes?.includes(anomaly_type) ?? true)
    return { kind: 'exported', yaml: writePack(name, new Date(at).toISOString(), profiles) }
  }

  /** Three-way with the version of the pack that was taken in last; what analysts edited stays unless a choice says otherwise. */
  importPack(yaml: string, options: { apply: boolean; choices: Record<string, 'mine' | 'theirs'> }, context: Who): PackAnswer {
    const { console } = this.parts
    const reading = readPack(yaml, detectors)
    if (reading.kind === 'invalid') return { name: '', version: '', changes: [], applied: false, problems: reading.problems }
    const { pack } = reading
    const base = readStoredPack(console.pack(pack.name))
    const changes = mergePack({ base, defaults: this.book.defaults, mine: this.book.inForce, theirs: pack, choices: options.choices })
    if (options.apply) {
      const saves = planSaves(
        changes.flatMap((change) => (change.kind === 'unchanged' ? [] : [change.profile])),
        this.book,
      )
      const why = `pack ${pack.name} ${pack.version}`
      const former = console.pack(pack.name)
      const result = console.saveProfiles(saves, { ...context, why, origin: 'pack', pack })
      this.tell(saves)
      const undo = this.remember(
        { result, pack: { name: pack.name, version: pack.version, ...(former !== undefined && { former }) } },
        context.at,
      )
      return { name: pack.name, version: pack.version, changes, applied: true, undo, problems: [] }
    }
    return { name: pack.name, version: pack.version, changes, applied: false, problems: [] }
  }

  private context(why: string, { who, at }: Who): ProfileContext {
    return { who, at, why, origin: 'analyst' }
  }

  /** `revision`: the one that the newest must be, even where nothing is left to save. */
  private async keep(
    anomalyType: string,
    saves: readonly ProfileSave[],
    options: { revision?: number; redecide: boolean },
    context: ProfileContext,
  ): Promise<SaveResult> {
    const { console, redecision } = this.parts
    const newest = console.newestRevisions()[anomalyType] ?? 0
    const stale = (revision: number): SaveResult => ({
      kind: 'stale',
      message: `${anomalyType} has been saved meanwhile (revision ${revision}).`,
    })
    if (options.revision !== undefined && options.revision !== newest) return stale(newest)
    const result = console.saveProfiles(saves, context)
    if (result.kind === 'stale') return stale(result.revision)
    this.tell(saves)
    const redecided = options.redecide ? await redecision.apply(anomalyType, this.book.inForce, context) : undefined
    if (redecided !== undefined) this.parts.redecided(redecided)
    const changed = saves.length > 0 || (redecided?.events.length ?? 0) > 0
    return {
      kind: 'saved',
      profile: this.book.of(anomalyType),
      revision: console.newestRevisions()[anomalyType] ?? 0,
      redecided: redecided?.events.length ?? 0,
      ...(changed && { undo: this.remember({ result, ...redecided }, context.at) }),
    }
  }

  private remember(
    { result, grades = [], block_entries = [], pack }: { result: ProfilesSaved } & Partial<Omit<ProfilesUndo, 'saves'>>,
    at: number,
  ): string {
    const revisions = result.kind === 'saved' ? result.revisions : []
    const saves = revisions.map(({ anomaly_type, revision }) => ({ anomaly_type, revision, before: revision - 1 }))
    return this.parts.console.rememberProfiles({ saves, grades, block_entries, ...(pack !== undefined && { pack }) }, at)
  }

  private tell(saves: readonly ProfileSave[]): void {
    this.book.reload()
    if (saves.length > 0) this.parts.saved(saves.map(({ profile }) => profile.anomaly_type))
  }
}
