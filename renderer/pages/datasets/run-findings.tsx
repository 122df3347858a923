import type { DatasetRunSummary } from '../../../app/model/dataset.ts'
import { Badge } from '../../components/badge.tsx'
import { formatCount, formatMany } from '../../format.ts'
import styles from './datasets.module.css'

/** What a run found, in a word each. */
export function RunFindings({ run: { anomalies, changes, concerns } }: { run: DatasetRunSummary }) {
  if (anomalies + changes + concerns === 0) return <span className={styles.faint}>as usual</span>
  return (
    <span className={styles.findings}>
      {changes > 0 && <Badge tone="warning">{formatMany(changes, 'change')}</Badge>}
      {anomalies > 0 && <Badge tone="danger">{formatCount(anomalies)} odd</Badge>}
      {concerns > 0 && <Badge tone="accent">query</Badge>}
    </span>
  )
}
