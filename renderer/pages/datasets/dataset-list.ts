import type { DatasetSummary } from '../../../app/model/dataset.ts'

export const datasetSorts = ['name', 'role', 'last', 'rows', 'runs', 'anomalies'] as const
export type DatasetSort = (typeof datasetSorts)[number]

export function findDatasets(datasets: readonly DatasetSummary[], text: string): DatasetSummary[] {
  const wanted = text.trim().toLowerCase()
  return datasets.filter(({ name, role }) => wanted === '' || `${name} ${role}`.toLowerCase().includes(wanted))
}

const values: Record<DatasetSort, (dataset: DatasetSummary) => string | number> = {
  name: ({ name }) => name.toLowerCase(),
  role: ({ role }) => role.toLowerCase(),
  last: ({ last_seen }) => last_seen,
  rows: ({ records }) => records,
  runs: ({ runs }) => runs,
  anomalies: ({ anomalies }) => anomalies,
}

/** Newest first, unless the analyst asks for another order. */
export function sortDatasets(
  datasets: readonly DatasetSummary[],
  { column, descending }: { column: DatasetSort; descending: boolean } = { column: 'last', descending: true },
): DatasetSummary[] {
  const of = values[column]
  const sorted = datasets.toSorted((one, two) => {
    const [a, b] = [of(one), of(two)]
    return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))
  })
  return descending ? sorted.reverse() : sorted
}
