import type { AnomalousRow, DatasetResult } from '../../../app/model/dataset.ts'
import { formatCount, formatMany } from '../../format.ts'
import layout from '../../components/layout.module.css'
import styles from './datasets.module.css'

/** Rows that do not belong there, with what in them does not. */
export function AnomalousRows({ result: { records, model_details, statistical_details } }: { result: DatasetResult }) {
  const { anomalous_rows } = statistical_details
  return (
    <section aria-label="Odd rows" className={styles.section}>
      <h3 className={styles.heading}>Rows that do not belong there</h3>
      {!model_details.trained && <p className={styles.muted}>Rows were not judged: {model_details.reason ?? 'there is no model yet'}.</p>}
      {model_details.trained && records.length === 0 && (
        <p className={styles.muted}>
          None: all of {formatMany(statistical_details.record_count, 'row')} are like the {formatCount(model_details.training_records ?? 0)}{' '}
          that model v{model_details.version} learnt from.
        </p>
      )}
      {records.length > 0 && (
        <ul className={styles.rows} aria-label="Odd rows">
          {records.map((row) => (
            <Row key={row.index} row={row} />
          ))}
        </ul>
      )}
      {anomalous_rows > records.length && records.length > 0 && (
        <p className={styles.faint}>{formatMany(anomalous_rows - records.length, 'more row')} not listed here.</p>
      )}
    </section>
  )
}

function Row({ row: { index, score, data, reasons } }: { row: AnomalousRow }) {
  return (
    <li className={layout.row}>
      <span className={styles.rowLine}>
        <strong>Row {index + 1}</strong>
        <span className={styles.score}>score {score.toFixed(3)}</span>
      </span>
      <ul className={styles.sentences} aria-label={`Why row ${index + 1}`}>
        {reasons.map(({ field, value, usual, explanation }) => (
          <li key={field} title={explanation}>
            <strong>{field}</strong> <code>{String(value)}</code> <span className={styles.muted}>usually {usual}</span>
          </li>
        ))}
      </ul>
      <details className={styles.details}>
        <summary>The whole row</summary>
        <dl className={styles.data}>
          {Object.entries(data).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  )
}
