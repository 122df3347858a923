import type { SandboxRun } from '../../../app/contract/sandbox.ts'
import { request } from '../../state/connection.ts'
import { notifyFailure } from '../../state/notices.ts'
import { goTo } from '../../state/route.ts'
import { engineDraftOf } from '../engine/engine-draft.ts'
import { streamDraftOf, type StreamDraft } from '../signals/stream-draft.ts'
import { promote } from '../signals/stream-promotion.ts'
import type { SandboxData } from './sandbox-state.ts'

/** Takes the engine, as it was tried, into the form of a new stream; of a signal, what is measured comes along. */
export async function makeStream(run: SandboxRun, data: SandboxData, name: string): Promise<void> {
  const engine = engineDraftOf({ type: run.type, params: run.params, budget: null })
  if (data.kind === 'file') return show({ engine, source: 'http' }, `${name}, as tried on ${data.name}. Say where its values come from.`)
  const answer = await request('streams.list', {})
  if (answer.kind === 'failed') return notifyFailure('The stream could not be read', answer.error)
  const before = answer.output.streams.find(({ stream }) => stream.name === data.stream)?.stream
  const base: Partial<StreamDraft> = before === undefined ? {} : { ...streamDraftOf(before), enabled: true }
  show({ ...base, name: `${data.stream}-${run.type}`.slice(0, 50), engine }, `${name}, as tried on ${data.stream}.`)
}

function show(draft: Partial<StreamDraft>, said: string): void {
  promote(draft, said)
  goTo('signals', { form: 'new' })
}
