import type { Difference } from '../difference.ts'
import styles from './difference-table.module.css'

export interface DifferenceTableProps {
  differences: readonly Difference[]
  /** Titles of the two columns of values. */
  before?: string
  after?: string
}

/** What is different, field by field. */
export function DifferenceTable({ differences, before = 'Before', after = 'After' }: DifferenceTableProps) {
  if (differences.length === 0) return <p className={styles.same}>Nothing is different.</p>
  return (
    <table className={styles.table} aria-label={`${before} and ${after.toLowerCase()}`}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">{before}</th>
          <th scope="col">{after}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map((difference) => (
          <tr key={difference.path}>
            <th scope="row">{difference.path === '' ? 'value' : difference.path}</th>
            <td>{difference.before === undefined ? <span className={styles.absent}>none</span> : <del>{difference.before}</del>}</td>
            <td>{difference.after === undefined ? <span className={styles.absent}>none</span> : <ins>{difference.after}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
