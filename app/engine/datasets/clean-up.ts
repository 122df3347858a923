import type { DatasetCleanUp } from '../../model/dataset.ts'
import type { DatasetLimits, DatasetStore } from '../../store/dataset-port.ts'

export interface CleanUpParts {
  store: Pick<DatasetStore, 'clean' | 'setCounter'>
  clock: () => number
  turn: () => Promise<unknown>
  isStopped: () => boolean
}

export const lastCleanUp = 'clean_up'
const slice = 50

/** In slices, with a turn for others between them. */
export async function cleanUp({ store, clock, turn, isStopped }: CleanUpParts, limits: DatasetLimits): Promise<DatasetCleanUp> {
  const now = clock()
  let total: DatasetCleanUp | undefined
  do {
    const until = performance.now() + slice
    const taken = store.clean(limits, now, () => performance.now() > until)
    total = total === undefined ? taken : sum(total, taken)
    await turn()
  } while (!total.complete && !isStopped())
  store.setCounter(lastCleanUp, total)
  return total
}

function sum(left: DatasetCleanUp, right: DatasetCleanUp): DatasetCleanUp {
  const { records, anomalies, runs, models, queries, datasets, analyses } = right
  return {
    at: left.at,
    records: left.records + records,
    anomalies: left.anomalies + anomalies,
    runs: left.runs + runs,
    models: left.models + models,
    queries: left.queries + queries,
    datasets: left.datasets + datasets,
    analyses: left.analyses + analyses,
    complete: right.complete,
  }
}
