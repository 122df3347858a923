import { create } from 'zustand'
import type { SampleState } from '../../app/contract/imports.ts'
import { request, subscribe } from './connection.ts'
import { perform } from './perform.ts'
import { showStore, useSession } from './session.ts'

/** How the labelled sample day stands. Unset until the engine has said. */
export const useSample = create<{ sample: SampleState | undefined }>(() => ({ sample: undefined }))

export function startSample(): () => void {
  const stopPush = subscribe('sample.changed', take)
  const stopSession = useSession.subscribe((session, before) => {
    if (session.epoch === before.epoch) return
    void request('sample.state', {}).then((answer) => {
      if (answer.kind === 'ok') useSample.setState({ sample: answer.output })
    })
  })
  return () => {
    stopPush()
    stopSession()
  }
}

/** Every replay fills a new store, so a window that looks at the old one leaves it for as long as that takes. */
export async function replaySample(): Promise<void> {
  const isShown = useSession.getState().view === 'sample'
  if (isShown) await showStore('live')
  await change('sample.start', 'The sample day could not be replayed')
  if (isShown) await showStore('sample')
}

export async function stopSample(): Promise<void> {
  await change('sample.stop', 'The replay could not be stopped')
}

/** Leaves the SAMPLE store first: nothing may look at what is being deleted. */
export async function deleteSample(): Promise<void> {
  if (useSession.getState().view === 'sample') await showStore('live')
  await change('sample.delete', 'The SAMPLE store could not be deleted')
}

/** Another window may have deleted the store this one looks at, or begun it anew. */
function take(sample: SampleState): void {
  const before = useSample.getState().sample
  useSample.setState({ sample })
  if (useSession.getState().view !== 'sample') return
  const isNew = sample.kind === 'running' && sample.progress > 0 && (before?.kind !== 'running' || before.progress === 0)
  if (sample.kind === 'absent') void showStore('live')
  else if (isNew) void showStore('sample')
}

async function change(name: 'sample.start' | 'sample.stop' | 'sample.delete', failure: string): Promise<void> {
  const sample = await perform(name, {}, failure)
  if (sample !== undefined) useSample.setState({ sample })
}
