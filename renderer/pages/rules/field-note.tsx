import { RotateCcw } from 'lucide-react'
import type { ProfileDetail } from '../../../app/contract/profiles.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { formatName } from '../../format.ts'
import styles from './tune.module.css'

export interface FieldNoteProps {
  /** `risk_score`, `parameters.failures`. */
  field: string
  detail: ProfileDetail
  /** The package's value, as it is shown. */
  standard: string
  isStandard: boolean
  onReset: () => void
}

/** Under a field: what the package says, the way back to it, and who else sets it. */
export function FieldNote({ field, detail, standard, isStandard, onReset }: FieldNoteProps) {
  const setBy = detail.overridden.find((one) => one.field === field)?.by
  if (isStandard && setBy === undefined) return null
  return (
    <div className={styles.note}>
      {setBy !== undefined && (
        <span title={`${setBy} sets it; what is saved here goes over it`}>
          <Badge tone="info">set by {setBy}</Badge>
        </span>
      )}
      {!isStandard && (
        <Button
          size="small"
          variant="quiet"
          icon={<RotateCcw aria-hidden />}
          onPress={onReset}
          aria-label={`Package’s ${formatName(field.replace('parameters.', '')).toLowerCase()}: ${standard}`}
        >
          Package: {standard}
        </Button>
      )}
    </div>
  )
}
