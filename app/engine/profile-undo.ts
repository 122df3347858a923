import { fieldsOf, withFields } from '../model/profile-diff.ts'
import type { SecurityEvent } from '../model/event.ts'
import type { ProfileRevision, RuleProfile } from '../model/rule-profile.ts'
import type { Actor, ConsoleStore, ProfileSave, ProfilesUndo } from '../store/store.ts'
import type { ProfileBook } from './profile-book.ts'
import { planSaves } from './profile-saving.ts'

export type UndoResult =
  | { kind: 'undone'; saves: ProfileSave[]; events: SecurityEvent[]; blocked: boolean }
  | { kind: 'stale'; message: string }
  | { kind: 'not_found'; message: string }

/** Takes back one save with all that it did, in one transaction. The activity log has both. */
export function undoProfiles(token: string, console: ConsoleStore, book: ProfileBook, context: Actor): UndoResult {
  const undo = console.profilesUndo(token)
  if (undo === undefined) return { kind: 'not_found', message: 'There is nothing to undo.' }
  const newest = console.newestRevisions()
  const overtaken = undo.saves.find(({ anomaly_type, revision }) => newest[anomaly_type] !== revision)
  if (overtaken !== undefined)
    return { kind: 'stale', message: `${overtaken.anomaly_type} has been saved since; undo would lose that change.` }
  const { pack } = undo
  const held = pack && console.pack(pack.name)?.version
  if (pack !== undefined && held !== pack.version)
    return { kind: 'stale', message: `The pack ${pack.name} has changed since; undo would lose that change.` }
  const saves = planSaves(
    undo.saves.map(({ anomaly_type, before }) => profileAt(anomaly_type, before, console, book) ?? book.baseOf(anomaly_type)),
    book,
  )
  return console.recordEvent(() => {
    console.forgetUndo(token)
    if (saves.length > 0) console.saveProfiles(saves, { ...context, why: whyOf(undo), origin: 'restore' })
    if (undo.pack !== undefined) console.restorePack(undo.pack.name, undo.pack.former, context)
    const subject = `profile:${undo.saves[0]?.anomaly_type ?? ''}`
    const events = console.restoreGrades(undo.grades, { ...context, subject })
    const lifted = undo.block_entries.map((id) => console.undoBlockEntry(id, context))
    return { kind: 'undone', saves, events, blocked: lifted.some((entry) => entry !== undefined) }
  })
}

/** What an earlier revision (0: none) says over what the package and the settings say now. */
export function profileAt(anomaly_type: string, revision: number, console: ConsoleStore, book: ProfileBook): RuleProfile | undefined {
  const base = book.baseOf(anomaly_type)
  if (revision === 0) return base
  const earlier = console.profileRevision(anomaly_type, revision)
  return earlier === undefined ? undefined : withFields(base, heldFields(earlier))
}

function heldFields({ profile, edited }: ProfileRevision): Map<string, unknown> {
  return new Map([...fieldsOf(profile)].filter(([field]) => edited?.includes(field) ?? true))
}

function whyOf({ saves, pack }: ProfilesUndo): string {
  return pack === undefined ? `Undo of revision ${saves[0]?.revision ?? 0}` : `Undo of the pack ${pack.name}`
}
