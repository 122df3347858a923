import { ChartSpline, Plus } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ColumnMenu } from '../../components/column-menu.tsx'
import { DataTable, type DataTableHandle } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Faint, ListPage, ToolbarGap } from '../../components/list-page.tsx'
import { Select } from '../../components/select.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { TextField } from '../../components/text-field.tsx'
import { formatMany } from '../../format.ts'
import { useCommand } from '../../keys/use-command.ts'
import { goTo } from '../../state/route.ts'
import { usePreferences } from '../../state/preferences.ts'
import { useNarrowWindow } from '../../state/use-narrow-window.ts'
import { useNow } from '../../state/use-time.ts'
import { signalColumns } from './signal-columns.tsx'
import { matchesRow, type SignalRow } from './signal-rows.ts'
import { switchStream } from './stream-actions.ts'
import type { Streams } from './use-streams.ts'
import styles from './signals.module.css'

const kinds = [
  { id: 'all', label: 'All signals' },
  { id: 'on', label: 'Switched on' },
  { id: 'own', label: 'Your streams' },
  { id: 'preset', label: 'Presets' },
] as const
type Kind = (typeof kinds)[number]['id']

const rowId = ({ name }: SignalRow) => name
const rowLabel = ({ title, enabled }: SignalRow) => `${title}, ${enabled ? 'on' : 'off'}`

function isOf(row: SignalRow, kind: Kind): boolean {
  if (kind === 'on') return row.enabled
  return kind === 'all' || (kind === 'preset') === (row.preset !== undefined)
}

/** Every stream and every preset, with how it fares. */
export function SignalList({ streams: { rows: all, error, reload } }: { streams: Streams }) {
  const [text, setText] = useState('')
  const [kind, setKind] = useState<Kind>('all')
  const zone = usePreferences(({ timeZone }) => timeZone)
  const now = useNow(10_000)
  const brief = useNarrowWindow()
  const table = useRef<DataTableHandle>(null)
  const rows = useMemo(
    () => (all ?? []).filter((row) => isOf(row, kind) && (text.trim() === '' || matchesRow(row, text.trim()))),
    [all, kind, text],
  )
  const columns = useMemo(
    () => signalColumns({ zone, now, brief, onSwitch: ({ name }, enabled) => void switchStream(name, enabled, reload) }),
    [zone, now, brief, reload],
  )
  const create = () => goTo('signals', { form: 'new' })
  useCommand('list.next', rows.length > 0 ? () => table.current?.move(1) : undefined)
  useCommand('list.previous', rows.length > 0 ? () => table.current?.move(-1) : undefined)
  useCommand('list.open', rows.length > 0 ? () => table.current?.open() : undefined)
  return (
    <ListPage
      title="Signals"
      side={undefined}
      sideLabel="Signal"
      toolbar={
        <>
          <div className={styles.search}>
            <TextField aria-label="Find a signal" placeholder="Find a signal" type="search" value={text} onChange={setText} />
          </div>
          <Select aria-label="Which" size="small" options={kinds} selected={kind} onSelect={setKind} />
          {all !== undefined && (
            <Faint role="status">
              {formatMany(rows.length, 'signal')}, {rows.filter(({ enabled }) => enabled).length} on
            </Faint>
          )}
          <ToolbarGap />
          <Button size="small" variant="primary" icon={<Plus aria-hidden />} onPress={create}>
            New stream
          </Button>
          <ColumnMenu id="signals" columns={columns} />
        </>
      }
    >
      {error !== undefined && <ErrorState title="The signals could not be listed" error={error} onRetry={reload} />}
      {all === undefined && error === undefined && <Skeleton lines={8} label="Loading signals" />}
      {all !== undefined && (
        <DataTable
          id="signals"
          label="Signals"
          rows={rows}
          rowId={rowId}
          rowLabel={rowLabel}
          columns={columns}
          handle={table}
          onOpen={({ name }) => goTo('signals', { stream: name })}
          empty={
            <EmptyState
              icon={<ChartSpline aria-hidden />}
              title={text.trim() === '' ? 'No stream of your own yet' : 'No signal is like that'}
              actions={
                kind === 'own' && text.trim() === '' ? (
                  <Button icon={<Plus aria-hidden />} onPress={create}>
                    New stream
                  </Button>
                ) : (
                  <Button
                    onPress={() => {
                      setText('')
                      setKind('all')
                    }}
                  >
                    Show all {all.length}
                  </Button>
                )
              }
            >
              {text.trim() === '' && <p>A stream is a number over time: measured of your records, or sent by a program.</p>}
            </EmptyState>
          }
        />
      )}
    </ListPage>
  )
}
