import type { SecurityAnalysis } from '../../../app/model/dataset.ts'
import { Badge, type Tone } from '../../components/badge.tsx'
import { useTime } from '../../state/use-time.ts'
import styles from './datasets.module.css'

const tones: Record<'low' | 'medium' | 'high' | 'critical', Tone> = { low: 'info', medium: 'warning', high: 'danger', critical: 'danger' }

/** What a language model thinks of it. It says nothing of what it has not looked at. */
export function SecuritySection({ analysis }: { analysis: SecurityAnalysis }) {
  const time = useTime()
  return (
    <section aria-label="Security concerns" className={styles.section}>
      <h3 className={styles.heading}>Security concerns</h3>
      {analysis.status === 'not_analysed' ? (
        <p className={styles.muted}>Not analysed: {analysis.reason}.</p>
      ) : (
        <>
          <p>
            <Badge tone={tones[analysis.risk_level]}>{analysis.risk_level} risk</Badge> {analysis.summary}
          </p>
          <ul className={styles.sentences} aria-label="Concerns">
            {analysis.concerns.map(({ type, severity, description, fields }) => (
              <li key={`${type} ${description}`}>
                <Badge tone={tones[severity]}>{severity}</Badge> {description}
                {fields.length > 0 && <span className={styles.muted}> ({fields.join(', ')})</span>}
              </li>
            ))}
          </ul>
          <p className={styles.faint}>
            Said by {analysis.model}, {time(analysis.at)}
            {analysis.cached && ', from the cache'}. It is advice: nothing was decided by it.
          </p>
        </>
      )}
    </section>
  )
}
