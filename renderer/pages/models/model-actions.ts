import type { FeatureSetName, ModelSettings, ModelVersion } from '../../../app/model/outlier-model.ts'
import { notify } from '../../state/notices.ts'
import { perform } from '../../state/perform.ts'
import { awaitStep, offerUndo } from '../../state/undo.ts'

export async function trainModel(set: FeatureSetName, settings?: Partial<ModelSettings>): Promise<void> {
  await perform('models.train', { set, ...(settings && { settings }) }, 'Training could not begin')
}

export async function cancelTraining(set: FeatureSetName): Promise<void> {
  await perform('models.cancel', { set }, 'The training could not be cancelled')
}

/** Puts a version in force; undo puts back the one before it. */
export async function putInForce({ id, set }: ModelVersion, before: ModelVersion | undefined): Promise<void> {
  const output = await awaitStep(perform('models.swap', { id }, `${id} could not be put in force`))
  if (output === undefined) return
  offerUndo(`${id} is in force`, () => (before === undefined ? takeOut(set) : swapBack(before.id)))
}

/** Back to the version that the present one replaced. */
export async function rollBack(present: ModelVersion): Promise<void> {
  const output = await awaitStep(perform('models.rollback', { set: present.set }, `${present.id} could not be rolled back`))
  if (output === undefined) return
  const now = output.version === undefined ? `${present.id} is out of force, none was before it` : `Rolled back to ${output.version.id}`
  offerUndo(now, () => swapBack(present.id))
}

export async function takeOutOfForce(present: ModelVersion): Promise<void> {
  if (await awaitStep(takeOut(present.set))) offerUndo(`${present.id} is out of force`, () => swapBack(present.id))
}

export async function deleteVersion(id: string): Promise<boolean> {
  if ((await perform('models.delete', { id }, `${id} could not be deleted`)) === undefined) return false
  notify({ tone: 'success', title: `${id} is deleted` })
  return true
}

async function takeOut(set: FeatureSetName): Promise<boolean> {
  return (await perform('models.stop', { set }, 'It could not be taken out of force')) !== undefined
}

async function swapBack(id: string): Promise<void> {
  await perform('models.swap', { id }, `${id} could not be put in force`)
}
