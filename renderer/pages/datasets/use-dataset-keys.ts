import type { RefObject } from 'react'
import type { DataTableHandle } from '../../components/data-table.tsx'
import { useCommand } from '../../keys/use-command.ts'

export interface DatasetKeys {
  table: RefObject<DataTableHandle | null>
  any: boolean
  /** Unset while none is open. */
  close: (() => void) | undefined
  clean: () => void
}

/** `j` and `k` walk the datasets, Enter opens one. */
export function useDatasetKeys({ table, any, close, clean }: DatasetKeys): void {
  useCommand('list.next', any ? () => table.current?.move(1) : undefined)
  useCommand('list.previous', any ? () => table.current?.move(-1) : undefined)
  useCommand('list.open', any ? () => table.current?.open() : undefined)
  useCommand('list.back', close)
  useCommand('datasets.clean', clean)
}
