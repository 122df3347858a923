import type { RefObject } from 'react'
import type { DataTableHandle } from '../../components/data-table.tsx'
import { useCommand } from '../../keys/use-command.ts'
import { tuneRule } from '../../state/tuning.ts'
import type { Rule } from './rule-list.ts'

export interface RuleKeys {
  table: RefObject<DataTableHandle | null>
  rows: readonly Rule[]
  openId: string | undefined
  close: () => void
}

/** `j` and `k` walk the rules, Enter opens one, `t` opens its fields. */
export function useRuleKeys({ table, rows, openId, close }: RuleKeys): void {
  const any = rows.length > 0
  const tune = () => {
    const chosen = openId ?? table.current?.active() ?? rows[0]?.profile.anomaly_type
    if (chosen !== undefined) tuneRule(chosen)
  }
  useCommand('list.next', any ? () => table.current?.move(1) : undefined)
  useCommand('list.previous', any ? () => table.current?.move(-1) : undefined)
  useCommand('list.open', any ? () => table.current?.open() : undefined)
  useCommand('list.back', openId === undefined ? undefined : close)
  useCommand('event.tune', any ? tune : undefined)
}
