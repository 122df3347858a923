import { useEffect } from 'react'
import type { DatasetDetail } from '../../app/contract/datasets.ts'
import type { DatasetRun, DatasetSummary } from '../../app/model/dataset.ts'
import { subscribe } from './connection.ts'
import { useRequest, type Loaded } from './use-request.ts'

/** Every dataset by role: asked again when one of them has a new run. */
export function useDatasets(): [Loaded<{ datasets: DatasetSummary[] }>, () => void] {
  const [loaded, again] = useRequest('datasets.list', {})
  useEffect(() => subscribe('datasets.changed', again), [again])
  return [loaded, again]
}

/** One dataset as one role sees it. */
export function useDataset(name: string, role: string): [Loaded<DatasetDetail>, () => void] {
  const [loaded, again] = useRequest('datasets.get', { name, role })
  useEffect(() => subscribe('datasets.changed', ({ names }) => names.includes(name) && again()), [again, name])
  return [loaded, again]
}

/** A run with what changed and its anomalous rows; an analysis may come after it. */
export function useRun(id: number | undefined, name: string): [Loaded<{ run: DatasetRun }>, () => void] {
  const [loaded, again] = useRequest('datasets.run', id === undefined ? undefined : { id })
  useEffect(() => subscribe('datasets.changed', ({ names }) => names.includes(name) && again()), [again, name])
  return [loaded, again]
}
