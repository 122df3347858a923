import { useMemo, useRef, type HTMLAttributes, type ReactNode, type RefObject } from 'react'
import type { RecordView } from '../../../app/contract/record-view.ts'
import { ColumnMenu } from '../../components/column-menu.tsx'
import { DataTable, type DataTableHandle } from '../../components/data-table.tsx'
import { FlyoutHead } from '../../components/flyout-head.tsx'
import { Faint, ListPage } from '../../components/list-page.tsx'
import { refine, useParameter } from '../../query/view.ts'
import { usePreferences } from '../../state/preferences.ts'
import { useTime } from '../../state/use-time.ts'
import { useValueMenu, ValueMenu } from '../../values/value-menu.tsx'
import { RecordDetail } from '../record/record-detail.tsx'
import { summarizeRecord } from '../record/record-summary.ts'
import { recordColumns, valueOfColumn } from './record-columns.tsx'
import { useOpenRecord } from './use-open-record.ts'
import { useRecordKeys } from './use-record-keys.ts'
import styles from './live.module.css'

const rowId = (record: RecordView) => String(record.seq)
const rowLabel = (record: RecordView) => summarizeRecord(record).slice(0, 120)

export interface LiveLayoutProps {
  title: string
  rows: readonly RecordView[]
  toolbar: ReactNode
  chart: ReactNode
  /** Between the chart and the rows. */
  above?: ReactNode
  empty: ReactNode
  footer?: ReactNode
  handle?: RefObject<DataTableHandle | null>
  watch?: HTMLAttributes<HTMLElement>
  onScrolled?: (atTop: boolean) => void
  onEndReached?: () => void
}

/** Toolbar, chart, rows, and the open record beside them: the same for the stream and for a search. */
export function LiveLayout(props: LiveLayoutProps) {
  return (
    <ValueMenu>
      <Layout {...props} />
    </ValueMenu>
  )
}

function Layout({ title, rows, toolbar, chart, above, empty, footer, handle, watch, onScrolled, onEndReached }: LiveLayoutProps) {
  const own = useRef<DataTableHandle>(null)
  const table = handle ?? own
  const zone = usePreferences(({ timeZone }) => timeZone)
  const columns = useMemo(() => recordColumns(zone), [zone])
  const openId = useParameter('record')
  const record = useOpenRecord(openId, rows)
  const showMenu = useValueMenu()
  const open = (next: RecordView | undefined) => {
    refine({ record: next === undefined ? undefined : rowId(next) })
    if (next === undefined) table.current?.focus(openId)
  }
  useRecordKeys({ table, rows, isOpen: openId !== undefined, close: () => open(undefined) })

  return (
    <ListPage
      title={title}
      sideLabel="Record"
      side={record && <RecordFlyout record={record} onClose={() => open(undefined)} />}
      toolbar={
        <>
          {toolbar}
          <ColumnMenu id="live" columns={columns} />
        </>
      }
      chart={chart}
      {...(watch && { watch })}
    >
      {above}
      <DataTable
        id="live"
        label="Records"
        rows={rows}
        rowId={rowId}
        rowLabel={rowLabel}
        columns={columns}
        handle={table}
        openId={openId}
        onOpen={open}
        onActive={(row) => openId !== undefined && open(row)}
        onContextMenu={(row, column, at) => {
          const ref = valueOfColumn(row, column)
          if (ref !== undefined) showMenu(ref, at)
        }}
        {...(onScrolled && { onScrolled })}
        {...(onEndReached && { onEndReached })}
        empty={empty}
        footer={footer}
      />
    </ListPage>
  )
}

function RecordFlyout({ record, onClose }: { record: RecordView; onClose: () => void }) {
  const time = useTime()
  return (
    <>
      <FlyoutHead title={`Record ${record.seq}`} onClose={onClose}>
        <Faint>
          {time(record.time, { milliseconds: true })} · {record.source}
        </Faint>
        <p className={styles.flyoutText}>{summarizeRecord(record)}</p>
      </FlyoutHead>
      <RecordDetail record={record} />
    </>
  )
}
