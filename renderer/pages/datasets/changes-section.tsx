import type { DatasetRun, DatasetStatistics } from '../../../app/model/dataset.ts'
import { Badge } from '../../components/badge.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatMany } from '../../format.ts'
import { changedFields, describeChange, identifierWords, nullShare, type ChangedField } from './change-words.ts'
import { FieldDrawing } from './field-drawing.tsx'
import layout from '../../components/layout.module.css'
import styles from './datasets.module.css'

/** What is not as history says, field by field, old against new. */
export function ChangesSection({ run }: { run: DatasetRun }) {
  const { changes, statistical_details } = run.result
  const changed = changedFields(run)
  const { new_fields, missing_fields } = changes.comparison
  const now = statistical_details.statistics
  const others = Object.keys(now.fields).filter((field) => !changed.some(({ title }) => title === field))
  return (
    <section aria-label="What changed" className={styles.section}>
      <h3 className={styles.heading}>What changed against history</h3>
      {!changes.compared && <Notice title="Its figures were not compared.">{sentence(changes.reason ?? 'there is no history yet')}</Notice>}
      {changes.compared && changed.length === 0 && <p className={styles.muted}>Nothing is beyond its limits.</p>}
      <FieldNames title="Fields never seen before" names={new_fields} tone="warning" />
      <FieldNames title="Fields that are missing" names={missing_fields} tone="neutral" />
      <Identifiers of={now.identifiers ?? {}} />
      {changed.map((field) => (
        <Changed key={field.title} field={field} run={run} />
      ))}
      {others.length > 0 && run.before !== null && (
        <details className={styles.details}>
          <summary>{formatMany(others.length, 'field')} as before</summary>
          <div className={styles.drawings}>
            {others.map((name) => (
              <div key={name} className={layout.card}>
                <h4 className={styles.fieldName}>{name}</h4>
                <Drawn
                  name={name}
                  field={{ title: name, changes: [], before: run.before?.fields[name], after: now.fields[name] }}
                  run={run}
                />
              </div>
            ))}
          </div>
        </details>
      )}
    </section>
  )
}

function Changed({ field, run }: { field: ChangedField; run: DatasetRun }) {
  return (
    <article className={layout.card} aria-label={`Change of ${field.title}`}>
      <h4 className={styles.fieldName}>
        {field.title}{' '}
        {field.changes.some(({ severity }) => severity === 'high') ? (
          <Badge tone="danger">high</Badge>
        ) : (
          <Badge tone="warning">medium</Badge>
        )}
      </h4>
      <ul className={styles.sentences}>
        {field.changes.map((change) => (
          <li key={change.type}>{describeChange(change)}</li>
        ))}
      </ul>
      <Drawn name={field.title} field={field} run={run} />
    </article>
  )
}

function Drawn({ name, field, run: { before, result } }: { name: string; field: ChangedField; run: DatasetRun }) {
  const [old, now] = [before, result.statistical_details.statistics]
  const correlation = field.changes.find((change) => change.type === 'correlation')
  return (
    <FieldDrawing
      name={name}
      before={field.before}
      after={field.after}
      nulls={{ before: nullShare(old?.nulls[name]), after: nullShare(now.nulls[name]) }}
      {...(correlation && { correlation: { before: correlation.old_value, after: correlation.new_value } })}
    />
  )
}

function FieldNames({ title, names, tone }: { title: string; names: readonly string[]; tone: 'warning' | 'neutral' }) {
  if (names.length === 0) return null
  return (
    <p className={styles.names}>
      {title}:{' '}
      {names.map((name) => (
        <Badge key={name} tone={tone}>
          {name}
        </Badge>
      ))}
    </p>
  )
}

/** Named, so that nobody takes them for watched. */
function Identifiers({ of }: { of: NonNullable<DatasetStatistics['identifiers']> }) {
  const kinds = Object.entries(of)
  if (kinds.length === 0) return null
  return (
    <p className={styles.names} role="note" aria-label="Identifiers">
      Identifiers, not judged:{' '}
      {kinds.map(([name, kind]) => (
        <Badge key={name} tone="neutral">
          {`${name} (${identifierWords[kind]})`}
        </Badge>
      ))}
    </p>
  )
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
