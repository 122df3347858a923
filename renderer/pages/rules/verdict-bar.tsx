import type { RuleStatistics } from '../../../app/contract/profiles.ts'
import { formatCount } from '../../format.ts'
import styles from './verdict-bar.module.css'

const parts = [
  { key: 'true_positive', title: 'true', look: styles.true },
  { key: 'benign', title: 'benign', look: styles.benign },
  { key: 'false_positive', title: 'false', look: styles.false },
] as const

/** How resolved events of a rule were judged: true, benign, false, as a bar and in numbers. */
export function VerdictBar({ statistics, wide }: { statistics: RuleStatistics; wide?: boolean }) {
  const all = parts.reduce((sum, { key }) => sum + statistics[key], 0)
  if (all === 0) return <span className={styles.none}>no verdicts</span>
  const said = parts.map(({ key, title }) => `${formatCount(statistics[key])} ${title}`).join(', ')
  return (
    <span className={styles.verdicts} role="img" aria-label={said} title={said} data-wide={wide}>
      <span className={styles.bar}>
        {parts.map(({ key, look }) => statistics[key] > 0 && <span key={key} className={look} style={{ flexGrow: statistics[key] }} />)}
      </span>
      <span className={styles.numbers} aria-hidden="true">
        {parts.map(({ key, title, look }) => (
          <span key={key} className={styles.number}>
            <span className={look} />
            {formatCount(statistics[key])}
            {wide && ` ${title}`}
          </span>
        ))}
      </span>
    </span>
  )
}
