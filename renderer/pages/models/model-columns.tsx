import { Badge } from '../../components/badge.tsx'
import type { DataColumn } from '../../components/data-table.tsx'
import { formatAgo, formatCount, formatName, formatTime } from '../../format.ts'
import { formatPlain } from '../../format-plain.ts'
import type { TimeZoneChoice } from '../../state/preferences.ts'
import { standingOf, type Model } from './model-list.ts'
import { daysOf, driftLooks, standingLooks } from './model-words.ts'
import styles from './models.module.css'

export interface ModelColumnContext {
  zone: TimeZoneChoice
  now: number
  /** Beside an open model there is room for the name and its state. */
  brief: boolean
  /** In a narrow window some of what training found is left out, so that all that says how a model stands has room. */
  narrow: boolean
}

export function modelColumns({ zone, now, brief, narrow }: ModelColumnContext): DataColumn<Model>[] {
  return [
    {
      id: 'title',
      title: 'Model',
      size: 130,
      grow: 2,
      sortable: true,
      cell: ({ info }) => <span className={styles.title}>{info.title}</span>,
    },
    { id: 'state', title: 'State', size: 150, cell: (model) => <Standing model={model} /> },
    { id: 'version', title: 'In force', size: 96, monospace: true, cell: ({ inForce }) => inForce?.id ?? <None text="none" /> },
    {
      id: 'trained',
      title: 'Trained',
      size: 110,
      cell: ({ inForce }) =>
        inForce === undefined ? (
          <None text="never" />
        ) : (
          <span title={formatTime(inForce.trained_at, zone)}>{formatAgo(Math.min(inForce.trained_at, now), now)}</span>
        ),
    },
    {
      id: 'days',
      title: 'Days',
      size: 64,
      align: 'end',
      optional: brief || narrow,
      cell: ({ inForce }) => (inForce ? daysOf(inForce) : '–'),
    },
    { id: 'rows', title: 'Rows', size: 80, align: 'end', cell: ({ inForce }) => (inForce ? formatCount(inForce.rows) : '–') },
    {
      id: 'left-out',
      title: 'Left out',
      size: 84,
      align: 'end',
      optional: brief || narrow,
      cell: ({ inForce }) => (inForce ? formatCount(inForce.confirmed_rows) : '–'),
    },
    {
      id: 'features',
      title: 'Features',
      size: 84,
      align: 'end',
      optional: brief || narrow,
      cell: ({ inForce, info }) => (inForce?.features ?? info.features).length,
    },
    {
      id: 'budget',
      title: 'Budget',
      size: 110,
      align: 'end',
      optional: brief,
      cell: ({ inForce, settings }) => `${formatPlain((inForce?.settings ?? settings).budget)} a day`,
    },
    { id: 'drift', title: 'Drift', size: 110, optional: brief, cell: (model) => <Drift model={model} /> },
    { id: 'schedule', title: 'Retrained', size: 100, optional: brief, cell: ({ settings }) => formatName(scheduleOf(settings)) },
  ]
}

function scheduleOf({ schedule, retrain_on_drift }: Model['settings']): string {
  if (schedule === 'off') return retrain_on_drift ? 'on drift' : 'by hand'
  return retrain_on_drift ? `${schedule}, drift` : schedule
}

function Standing({ model }: { model: Model }) {
  const standing = standingOf(model)
  const { title, tone } = standingLooks[standing]
  const done = model.training === undefined ? '' : ` ${Math.round(model.training.fraction * 100)} %`
  return (
    <Badge tone={tone}>
      {title}
      {done}
    </Badge>
  )
}

function Drift({ model: { drift, inForce } }: { model: Model }) {
  if (inForce === undefined) return <None text="–" />
  if (drift === undefined) return <None text="not asked" />
  const { title, tone } = driftLooks[drift.state]
  return <Badge tone={tone}>{title}</Badge>
}

function None({ text }: { text: string }) {
  return <span className={styles.faint}>{text}</span>
}
