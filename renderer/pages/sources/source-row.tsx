import { ChevronDown, ChevronRight, Ellipsis, Pause, Pencil, Play, Send, Trash2 } from 'lucide-react'
import type { SourceCounters } from '../../../app/model/counters.ts'
import type { Source, SourceStatus } from '../../../app/model/source.ts'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { Sparkline } from '../../components/sparkline.tsx'
import { formatAge, formatCount, formatShort } from '../../format.ts'
import { useHealth } from '../../state/health.ts'
import { droppedOf } from '../../state/health-history.ts'
import { useNow } from '../../state/use-time.ts'
import { pauseSource, removeSource, resumeSource, testSource, useTests } from './source-actions.ts'
import { SourceDetail } from './source-detail.tsx'
import { SourceStateBadge } from './source-state.tsx'
import styles from './sources.module.css'

export interface SourceRowProps {
  status: SourceStatus
  title: string
  isOpen: boolean
  /** Can be tested, not changed. */
  isFixed: boolean
  onToggle: () => void
  onEdit: (source: Source) => void
}

/** How many values of the rate's history a row shows: two minutes. */
const shownRates = 120

export function SourceRow({ status, title, isOpen, isFixed, onToggle, onEdit }: SourceRowProps) {
  const { source, state } = status
  const counters = useHealth(({ health }) => health?.counters.sources.find((one) => one.source === source.id))
  const rates = useHealth(({ history }) => history.rates[source.id])
  const testing = useTests(({ tests }) => tests[source.id]?.kind === 'running')
  const detail = `source-${source.id}`
  const open = () => void (state.kind === 'paused' || state.kind === 'failed' ? resumeSource(source.id) : pauseSource(source.id))
  const port = state.kind === 'listening' ? state.port : source.port
  return (
    <tbody>
      <tr className={isOpen ? styles.openRow : undefined}>
        <td>
          <span className={styles.name}>
            <IconButton
              size="small"
              icon={isOpen ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
              label={isOpen ? `Close ${source.id}` : `Open ${source.id}`}
              aria-expanded={isOpen}
              aria-controls={detail}
              onPress={onToggle}
            />
            <span className={styles.id}>{source.id}</span>
          </span>
        </td>
        <td>
          <SourceStateBadge state={state} />
        </td>
        <td className={styles.type}>{title}</td>
        <td className={styles.address}>
          {source.address.includes(':') ? `[${source.address}]` : source.address}:{port}
        </td>
        <Figures counters={counters} rates={rates ?? []} />
        <td data-align="end">
          <span className={styles.actions}>
            <Button
              size="small"
              icon={<Send aria-hidden />}
              isDisabled={state.kind !== 'listening'}
              isPending={testing}
              onPress={() => {
                if (!isOpen) onToggle()
                void testSource(source.id)
              }}
              aria-label={`Test ${source.id}`}
            >
              Test
            </Button>
            {!isFixed && (
              <Menu
                label={`Actions on ${source.id}`}
                entries={[
                  state.kind === 'failed'
                    ? { id: 'open', label: 'Try again', icon: <Play aria-hidden />, run: open }
                    : state.kind === 'paused'
                      ? { id: 'open', label: 'Resume', icon: <Play aria-hidden />, run: open }
                      : { id: 'pause', label: 'Pause', icon: <Pause aria-hidden />, run: open },
                  { id: 'edit', label: 'Edit…', icon: <Pencil aria-hidden />, run: () => onEdit(source) },
                  { id: 'remove', label: 'Remove', icon: <Trash2 aria-hidden />, danger: true, run: () => void removeSource(source) },
                ]}
              >
                <IconButton size="small" icon={<Ellipsis aria-hidden />} label={`More for ${source.id}`} />
              </Menu>
            )}
          </span>
        </td>
      </tr>
      {isOpen && (
        <tr id={detail}>
          <td colSpan={8} className={styles.detailCell}>
            <SourceDetail status={status} onEdit={() => onEdit(source)} />
          </td>
        </tr>
      )}
    </tbody>
  )
}

function Figures({ counters, rates }: { counters: SourceCounters | undefined; rates: number[] }) {
  const now = useNow()
  const lost = counters === undefined ? 0 : droppedOf(counters)
  return (
    <>
      <td data-align="end">
        <span className={styles.rate}>
          <Sparkline values={rates.slice(-shownRates)} kind="line" width={72} label="Records a second, last two minutes" />
          {counters === undefined ? '—' : `${formatShort(counters.rate)}/s`}
        </span>
      </td>
      <td data-align="end" className={lost > 0 ? styles.lost : undefined}>
        {counters === undefined ? '—' : formatCount(lost)}
      </td>
      <td data-align="end">{counters?.last_record_at === undefined ? 'never' : formatAge(counters.last_record_at, now)}</td>
    </>
  )
}
