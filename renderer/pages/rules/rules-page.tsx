import { useMemo, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { DataTable, type DataTableHandle, type SortState } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { ListPage } from '../../components/list-page.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { refine, useParameter } from '../../query/view.ts'
import { useFlags } from '../../state/flags.ts'
import { usePreferences } from '../../state/preferences.ts'
import { useProfiles } from '../../state/profiles.ts'
import { useNow } from '../../state/use-time.ts'
import { ExportDialog } from './export-dialog.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { ruleColumns } from './rule-columns.tsx'
import { useRuleEdits } from './rule-edits.ts'
import { everyRule, filterRules } from './rule-filter.ts'
import { rulesOf, sortRules, type Rule, type RuleSort } from './rule-list.ts'
import { RulePanel } from './rule-panel.tsx'
import { RulesToolbar } from './rules-toolbar.tsx'
import { useRuleKeys } from './use-rule-keys.ts'

const rowId = ({ profile }: Rule) => profile.anomaly_type
const rowLabel = ({ profile }: Rule) => `${profile.title}, ${profile.severity}`

/** Everything that can be raised: how grave, how often, how right, and the numbers behind it. */
export function RulesPage() {
  const [loaded, again] = useProfiles()
  const [filter, setFilter] = useState(everyRule)
  const [sort, setSort] = useState<SortState>()
  // In the address, so that a command opens it from any page.
  const dialog = useParameter('pack')
  const openId = useParameter('rule')
  const flags = useFlags((state) => state.flags)
  const edits = useRuleEdits((state) => state.edits)
  const zone = usePreferences(({ timeZone }) => timeZone)
  const now = useNow(10_000)
  const table = useRef<DataTableHandle>(null)

  const answer = loaded.output
  const all = useMemo(() => (answer === undefined ? [] : rulesOf(answer)), [answer])
  const rows = useMemo(
    () => sortRules(filterRules(all, filter), sort && { column: sort.column as RuleSort, descending: sort.descending }),
    [all, filter, sort],
  )
  const open = all.find((rule) => rowId(rule) === openId)
  const columns = useMemo(
    () => ruleColumns({ zone, now, flags, unsaved: (type) => type in edits, brief: open !== undefined }),
    [zone, now, flags, edits, open],
  )
  const close = () => {
    refine({ rule: undefined, tab: undefined })
    table.current?.focus(openId)
  }
  useRuleKeys({ table, rows, openId, close })

  return (
    <ListPage
      title="Rules"
      sideLabel="Rule"
      side={open && <RulePanel key={openId} rule={open} onClose={close} />}
      toolbar={
        <RulesToolbar
          filter={filter}
          onFilter={setFilter}
          shown={rows.length}
          total={answer === undefined ? undefined : all.length}
          columns={columns}
          onExport={() => refine({ pack: 'export' })}
          onImport={() => refine({ pack: 'import' })}
        />
      }
      foot={
        <>
          {dialog === 'export' && all.length > 0 && <ExportDialog rules={all} shown={rows} onClose={() => refine({ pack: undefined })} />}
          {dialog === 'import' && <ImportDialog onClose={() => refine({ pack: undefined })} />}
        </>
      }
    >
      {loaded.kind === 'failed' && <ErrorState title="The rules could not be listed" error={loaded.error} onRetry={again} />}
      {loaded.kind === 'loading' && answer === undefined && <Skeleton lines={8} label="Loading rules" />}
      {answer !== undefined && (
        <DataTable
          id="rules"
          label="Rules"
          rows={rows}
          rowId={rowId}
          rowLabel={rowLabel}
          columns={columns}
          handle={table}
          openId={openId}
          onOpen={(rule) => refine({ rule: rowId(rule) })}
          onActive={(rule) => openId !== undefined && refine({ rule: rowId(rule) })}
          {...(sort && { sort })}
          onSort={(next) => setSort(next.column === sort?.column && sort.descending === false ? undefined : next)}
          empty={
            <EmptyState
              title="No rule is like that"
              actions={<Button onPress={() => setFilter(everyRule)}>Show all {all.length}</Button>}
            />
          }
        />
      )}
    </ListPage>
  )
}
