import { FileDown, FileUp } from 'lucide-react'
import { categories, severities, type Category, type Severity } from '../../../app/model/severity.ts'
import type { DataColumn } from '../../components/data-table.tsx'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { ColumnMenu } from '../../components/column-menu.tsx'
import { Faint, ToolbarGap } from '../../components/list-page.tsx'
import { Select } from '../../components/select.tsx'
import { severityLabels } from '../../components/severity-badge.tsx'
import { TextField } from '../../components/text-field.tsx'
import { formatMany, formatName } from '../../format.ts'
import type { RuleFilter } from './rule-filter.ts'
import { healthLooks } from './rule-health.tsx'
import type { Rule, RuleHealth } from './rule-list.ts'
import styles from './rules.module.css'

const anySeverity: { id: Severity | 'any'; label: string }[] = [
  { id: 'any', label: 'Any severity' },
  ...[...severities].reverse().map((id) => ({ id, label: severityLabels[id] })),
]
const anyCategory: { id: Category | 'any'; label: string }[] = [
  { id: 'any', label: 'Any category' },
  ...categories.map((id) => ({ id, label: formatName(id) })),
]
const anyHealth: { id: RuleHealth | 'any'; label: string }[] = [
  { id: 'any', label: 'Any health' },
  ...(Object.keys(healthLooks) as RuleHealth[]).map((id) => ({ id, label: healthLooks[id].title })),
]

export interface RulesToolbarProps {
  filter: RuleFilter
  onFilter: (filter: RuleFilter) => void
  shown: number
  /** Undefined while nobody knows. */
  total: number | undefined
  columns: readonly DataColumn<Rule>[]
  onExport: () => void
  onImport: () => void
}

/** Which rules, and what travels as a pack. */
export function RulesToolbar({ filter, onFilter, shown, total, columns, onExport, onImport }: RulesToolbarProps) {
  const change = (part: Partial<RuleFilter>) => onFilter({ ...filter, ...part })
  return (
    <>
      <div className={styles.search}>
        <TextField
          aria-label="Find a rule"
          placeholder="Find a rule"
          type="search"
          value={filter.text}
          onChange={(text) => change({ text })}
        />
      </div>
      <Select
        aria-label="Severity"
        size="small"
        options={anySeverity}
        selected={filter.severity}
        onSelect={(severity) => change({ severity })}
      />
      <Select
        aria-label="Category"
        size="small"
        options={anyCategory}
        selected={filter.category}
        onSelect={(category) => change({ category })}
      />
      <Select aria-label="Health" size="small" options={anyHealth} selected={filter.health} onSelect={(health) => change({ health })} />
      <Checkbox isSelected={filter.edited} onChange={(edited) => change({ edited })}>
        Edited
      </Checkbox>
      <Faint role="status">
        {total === undefined ? '' : shown === total ? formatMany(total, 'rule') : `${shown} of ${formatMany(total, 'rule')}`}
      </Faint>
      <ToolbarGap />
      <span className={styles.packs}>
        <Button size="small" icon={<FileUp aria-hidden />} onPress={onImport}>
          Import pack
        </Button>
        <Button size="small" icon={<FileDown aria-hidden />} onPress={onExport}>
          Export pack
        </Button>
        <ColumnMenu id="rules" columns={columns} />
      </span>
    </>
  )
}
