import type { Changed } from '../../../app/contract/events.ts'
import type { Verdict } from '../../../app/model/event.ts'
import { verdictLabels } from '../../components/status-badge.tsx'
import { formatCount } from '../../format.ts'
import { tellEventsChanged } from '../../state/events.ts'
import { notify } from '../../state/notices.ts'
import { perform } from '../../state/perform.ts'
import { awaitStep, offerUndo } from '../../state/undo.ts'

/** What an analyst does to events. Each says what it did and offers to take it back. */
export async function acknowledge(ids: string[]): Promise<void> {
  await settle(perform('events.acknowledge', { ids }, 'Could not acknowledge'), 'Acknowledged')
}

export async function assign(ids: string[], owner: string | null): Promise<void> {
  await settle(perform('events.assign', { ids, owner }, 'Could not assign'), owner === null ? 'Unassigned' : `Assigned to ${owner}`)
}

export async function resolve(ids: string[], verdict: Verdict, note: string): Promise<boolean> {
  const input = note.trim() === '' ? { ids, verdict } : { ids, verdict, note: note.trim() }
  return settle(perform('events.resolve', input, 'Could not resolve'), `Resolved as ${verdictLabels[verdict].toLowerCase()}`)
}

export async function reopen(ids: string[]): Promise<void> {
  await settle(perform('events.reopen', { ids }, 'Could not reopen'), 'Reopened')
}

/** False when the engine refused it; why is already on screen. */
async function settle(change: Promise<Changed | undefined>, what: string): Promise<boolean> {
  const changed = await awaitStep(change)
  if (changed === undefined) return false
  tellEventsChanged({ created: [], updated: changed.events })
  const count = changed.events.length
  offerUndo(`${what}: ${count === 1 ? (changed.events[0]?.title ?? 'one event') : `${formatCount(count)} events`}`, () =>
    takeBack(changed.undo),
  )
  return true
}

async function takeBack(undo: string): Promise<void> {
  const changed = await perform('events.undo', { undo }, 'Could not undo')
  if (changed === undefined) return
  tellEventsChanged({ created: [], updated: changed.events, returned: true })
  notify({ title: changed.events.length === 1 ? 'Undone' : `Undone for ${formatCount(changed.events.length)} events`, duration: 3_000 })
}
