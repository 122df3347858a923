import { FilterChips } from '../components/filter-chips.tsx'
import { formatQuery, parseQuery } from '../../app/model/query-language.ts'
import { addCondition, partsOf } from '../query/record-query.ts'
import { setRecordConditions, useRecordConditions } from '../query/record-view.ts'
import { goTo, useRoute } from '../state/route.ts'
import { QueryBar } from './query-bar.tsx'
import styles from './top-bar.module.css'

/** Fields worth offering: those most records have. */
const fields = [
  'source.ip',
  'destination.ip',
  'destination.port',
  'user.name',
  'host.name',
  'event.action',
  'event.outcome',
  'event.dataset',
  'process.name',
  'http.response.status_code',
  'url.path',
  'network.transport',
  'network.bytes',
  'log.syslog.severity.name',
  'entity',
  'message',
]

export function RecordQueryBar() {
  const conditions = useRecordConditions()
  const live = useRoute((route) => route.page === 'live')
  return (
    <QueryBar
      label="Search records"
      placeholder="Search records: source.ip:10.0.0.5 destination.port:>1024 “failed password”"
      fields={fields}
      onSubmit={(text) => {
        const parsed = parseQuery(text)
        if (parsed.kind === 'failed') return { message: parsed.message, at: parsed.position }
        if (live) setRecordConditions(parsed.conditions.reduce(addCondition, conditions))
        else goTo('live', { q: formatQuery(parsed.conditions) })
        return undefined
      }}
    />
  )
}

export function RecordChips() {
  const conditions = useRecordConditions()
  if (conditions.length === 0) return null
  return (
    <div className={styles.chips}>
      <FilterChips
        chips={conditions.map((condition, index) => ({ id: String(index), ...partsOf(condition), negated: condition.negated }))}
        onRemove={(id) => setRecordConditions(conditions.filter((_, index) => String(index) !== id))}
        onClear={() => setRecordConditions([])}
      />
    </div>
  )
}
