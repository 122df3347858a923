import type { ContractError } from '../../../app/contract/protocol.ts'
import type { ProfileSaved } from '../../../app/contract/profiles.ts'
import type { RequestInput } from '../../../app/contract/requests.ts'
import { formatMany } from '../../format.ts'
import { request } from '../../state/connection.ts'
import { perform } from '../../state/perform.ts'
import { offerUndo } from '../../state/undo.ts'

type Outcome = { kind: 'saved' } | { kind: 'failed'; error: ContractError }

/** Saves an edited profile as the newest revision. Undo makes the one it was edited from the newest again. */
export async function saveProfile(input: RequestInput<'profiles.save'>): Promise<Outcome> {
  const answer = await request('profiles.save', input)
  if (answer.kind === 'failed') return answer
  tellSaved(answer.output, input.revision, input.redecide)
  return { kind: 'saved' }
}

/** Makes an earlier revision (0: the package's) the newest again. `before`: the one in force until now. */
export async function restoreProfile(input: RequestInput<'profiles.restore'>, before: number): Promise<boolean> {
  const saved = await perform('profiles.restore', input, 'The profile could not be restored')
  if (saved !== undefined) tellSaved(saved, before, input.redecide)
  return saved !== undefined
}

function tellSaved({ profile, revision, redecided }: ProfileSaved, before: number, redecide: boolean): void {
  const also = redecide ? `, ${formatMany(redecided, 'open event')} decided anew` : ''
  const { anomaly_type, title } = profile
  offerUndo(`Saved ${title} as revision ${revision}${also}`, () =>
    perform(
      'profiles.restore',
      { anomaly_type, revision: before, why: `Undo of revision ${revision}`, redecide },
      'The earlier profile could not be restored',
    ),
  )
}
