import { formatMany } from '../../format.ts'
import { notify } from '../../state/notices.ts'
import { perform } from '../../state/perform.ts'

/** Lets go of what is past its time, of every dataset; false when that failed. */
export async function cleanDatasets(): Promise<boolean> {
  const taken = await perform('datasets.clean', {}, 'Retention could not be applied')
  if (taken === undefined) return false
  const { records, runs, models } = taken
  const title = `${formatMany(records, 'row')}, ${formatMany(runs, 'run')} and ${formatMany(models, 'model')} were past their time`
  notify({ tone: 'success', title })
  return true
}
