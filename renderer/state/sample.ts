import { create } from 'zustand'
import type { SampleState } from '../../app/contract/requests.ts'
import { request, subscribe } from './connection.ts'
import { perform } from './perform.ts'
import { showStore, useSession } from './session.ts'

/** How the labelled sample day stands. Unset until the engine has said. */
export const useSample = create<{ sample: SampleState | undefined }>(() => ({ sample: undefined }))

export function startSample(): () => void {
  const take = (sample: SampleState) => useSample.setState({ sample })
  const stopPush = subscribe('sample.changed', take)
  const stopSession = useSession.subscribe((session, before) => {
    if (session.epoch === before.epoch) return
    void request('sample.state', {}).then((answer) => {
      if (answer.kind === 'ok') take(answer.output)
    })
  })
  return () => {
    stopPush()
    stopSession()
  }
}

export async function replaySample(): Promise<void> {
  await change('sample.start', 'The sample day could not be replayed')
}

export async function stopSample(): Promise<void> {
  await change('sample.stop', 'The replay could not be stopped')
}

/** Leaves the SAMPLE store first: nothing may look at what is being deleted. */
export async function deleteSample(): Promise<void> {
  if (useSession.getState().view === 'sample') await showStore('live')
  await change('sample.delete', 'The SAMPLE store could not be deleted')
}

async function change(name: 'sample.start' | 'sample.stop' | 'sample.delete', failure: string): Promise<void> {
  const sample = await perform(name, {}, failure)
  if (sample !== undefined) useSample.setState({ sample })
}
