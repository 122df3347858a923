import type { StreamDefinition } from '../../../app/model/stream.ts'
import { perform } from '../../state/perform.ts'
import { awaitStep, offerUndo } from '../../state/undo.ts'

/** Switches a stream or a preset on or off. */
export async function switchStream(name: string, enabled: boolean, reload: () => void): Promise<void> {
  const done = await awaitStep(perform('streams.setEnabled', { name, enabled }, `${name} could not be switched ${enabled ? 'on' : 'off'}`))
  reload()
  if (done === undefined) return
  offerUndo(`Switched ${name} ${enabled ? 'on' : 'off'}`, async () => {
    await perform('streams.setEnabled', { name, enabled: !enabled }, `${name} could not be switched back`)
    reload()
  })
}

/** Takes a stream away. Undo saves it again; it then learns anew. */
export async function removeStream(stream: StreamDefinition, reload: () => void): Promise<boolean> {
  const done = await awaitStep(perform('streams.remove', { name: stream.name }, `${stream.name} could not be removed`))
  reload()
  if (done === undefined) return false
  offerUndo(`Removed ${stream.name}`, async () => {
    await perform('streams.save', { stream }, `${stream.name} could not be brought back`)
    reload()
  })
  return true
}
