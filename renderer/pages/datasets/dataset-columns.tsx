import type { DatasetSummary } from '../../../app/model/dataset.ts'
import { Badge } from '../../components/badge.tsx'
import type { DataColumn } from '../../components/data-table.tsx'
import { formatAgo, formatCount, formatTime } from '../../format.ts'
import type { TimeZoneChoice } from '../../state/preferences.ts'
import { RunFindings } from './run-findings.tsx'
import styles from './datasets.module.css'

export interface DatasetColumnContext {
  zone: TimeZoneChoice
  now: number
  /** Beside an open dataset there is room for the name and what was found. */
  brief: boolean
  /** Of a narrow window the name takes what figures leave. */
  narrow: boolean
}

export function datasetColumns({ zone, now, brief, narrow }: DatasetColumnContext): DataColumn<DatasetSummary>[] {
  return [
    { id: 'name', title: 'Dataset', size: 130, grow: 3, sortable: true, cell: ({ name }) => <span className={styles.name}>{name}</span> },
    { id: 'role', title: 'Role', size: 100, grow: 1, sortable: true, cell: ({ role }) => role },
    { id: 'state', title: 'State', size: 96, cell: ({ state }) => <Badge tone={state === 'watching' ? 'info' : 'neutral'}>{state}</Badge> },
    {
      id: 'found',
      title: 'Newest run',
      size: 190,
      cell: ({ last_run }) => (last_run === null ? <span className={styles.faint}>none</span> : <RunFindings run={last_run} />),
    },
    {
      id: 'last',
      title: 'Last',
      size: 100,
      sortable: true,
      optional: brief,
      cell: ({ last_seen }) => <span title={formatTime(last_seen, zone)}>{formatAgo(Math.min(last_seen, now), now)}</span>,
    },
    {
      id: 'rows',
      title: 'Rows kept',
      size: 90,
      align: 'end',
      sortable: true,
      optional: brief,
      cell: ({ records }) => formatCount(records),
    },
    { id: 'runs', title: 'Runs', size: 70, align: 'end', sortable: true, optional: brief || narrow, cell: ({ runs }) => formatCount(runs) },
    {
      id: 'anomalies',
      title: 'Odd rows',
      size: 86,
      align: 'end',
      sortable: true,
      optional: brief,
      cell: ({ anomalies }) => formatCount(anomalies),
    },
    {
      id: 'model',
      title: 'Model',
      size: 76,
      optional: brief || narrow,
      cell: ({ model }) => (model === null ? <span className={styles.faint}>none</span> : `v${model.version}`),
    },
  ]
}
