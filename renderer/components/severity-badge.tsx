import { CircleAlert, Info, OctagonAlert, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { Severity } from '../../app/model/severity.ts'
import { classes } from './classes.ts'
import styles from './severity-badge.module.css'

export const severityLabels: Record<Severity, string> = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' }
const icons: Record<Severity, LucideIcon> = { critical: OctagonAlert, high: TriangleAlert, medium: CircleAlert, low: Info }

/** Icon + word + colour, the same everywhere (DESIGN section 8). */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const Icon = icons[severity]
  return (
    <span className={classes(styles.badge, styles[severity])}>
      <Icon aria-hidden />
      {severityLabels[severity]}
    </span>
  )
}
