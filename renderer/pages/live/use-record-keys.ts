import type { RefObject } from 'react'
import type { RecordView } from '../../../app/contract/record-view.ts'
import type { DataTableHandle } from '../../components/data-table.tsx'
import { useCommand } from '../../keys/use-command.ts'
import { filterRecords } from '../../query/record-view.ts'
import { conditionOf } from '../../values/value-entries.tsx'
import { valueOfColumn } from './record-columns.tsx'

export interface RecordKeys {
  table: RefObject<DataTableHandle | null>
  rows: readonly RecordView[]
  isOpen: boolean
  close: () => void
}

/** The keys of a list of records. Filtering acts on the cell the keyboard stands on, else on the sender. */
export function useRecordKeys({ table, rows, isOpen, close }: RecordKeys): void {
  const filter = (negated: boolean) => () => {
    const record = rows.find(({ seq }) => String(seq) === table.current?.active())
    const column = table.current?.activeColumn()
    const ref =
      record &&
      (column === undefined ? (valueOfColumn(record, 'source.ip') ?? valueOfColumn(record, 'host.name')) : valueOfColumn(record, column))
    if (ref !== undefined) filterRecords({ ...conditionOf(ref), negated })
  }
  const any = rows.length > 0
  useCommand('list.next', () => table.current?.move(1))
  useCommand('list.previous', () => table.current?.move(-1))
  useCommand('list.open', any ? () => table.current?.open() : undefined)
  useCommand('list.back', isOpen ? close : undefined)
  useCommand('filter.include', any ? filter(false) : undefined)
  useCommand('filter.exclude', any ? filter(true) : undefined)
}
