import type { ContractError } from '../../../app/contract/protocol.ts'
import type { ProfileSaved } from '../../../app/contract/profiles.ts'
import type { RequestInput } from '../../../app/contract/requests.ts'
import { formatMany } from '../../format.ts'
import { request } from '../../state/connection.ts'
import { notify } from '../../state/notices.ts'
import { perform } from '../../state/perform.ts'
import { awaitStep, offerUndo } from '../../state/undo.ts'

type Outcome = { kind: 'saved' } | { kind: 'failed'; error: ContractError }

/** Saves an edited profile as the newest revision. Undo takes that back, and what it made of open events. */
export async function saveProfile(input: RequestInput<'profiles.save'>): Promise<Outcome> {
  const answer = await awaitStep(request('profiles.save', input))
  if (answer.kind === 'failed') return answer
  tellSaved(answer.output, input.redecide)
  return { kind: 'saved' }
}

/** Makes an earlier revision (0: the package's) the newest again. */
export async function restoreProfile(input: RequestInput<'profiles.restore'>): Promise<boolean> {
  const saved = await awaitStep(perform('profiles.restore', input, 'The profile could not be restored'))
  if (saved !== undefined) tellSaved(saved, input.redecide)
  return saved !== undefined
}

function tellSaved({ profile, revision, redecided, undo }: ProfileSaved, redecide: boolean): void {
  const also = redecide ? `, ${formatMany(redecided, 'open event')} decided anew` : ''
  offerProfilesUndo(`Saved ${profile.title} as revision ${revision}${also}`, undo)
}

/** Says what was done to profiles, and how to take it back where anything has changed. */
export function offerProfilesUndo(label: string, undo: string | undefined): void {
  if (undo === undefined) notify({ tone: 'success', title: label })
  else offerUndo(label, () => takeBack(undo))
}

async function takeBack(undo: string): Promise<void> {
  const undone = await perform('profiles.undo', { undo }, 'The change could not be taken back')
  if (undone === undefined) return
  const also = undone.events > 0 ? `, and ${formatMany(undone.events, 'event')} as before` : ''
  notify({ tone: 'success', title: `Taken back: ${formatMany(undone.anomaly_types.length, 'profile')}${also}` })
}
