import { ChevronDown, ChevronRight } from 'lucide-react'
import type { Activity } from '../../../app/model/event.ts'
import { DifferenceTable } from '../../components/difference-table.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { diffOf } from '../../difference.ts'
import { formatName } from '../../format.ts'
import { sayChange } from './activity-words.ts'
import styles from './activity.module.css'

export interface ActivityRowProps {
  line: Activity
  time: string
  isOpen: boolean
  onToggle: () => void
  onSubject: (subject: string) => void
}

export function ActivityRow({ line, time, isOpen, onToggle, onSubject }: ActivityRowProps) {
  const differences = diffOf(line.before, line.after)
  const detail = `activity-${line.seq}`
  return (
    <tbody>
      <tr>
        <td className={styles.seq}>
          <IconButton
            size="small"
            icon={isOpen ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
            label={`${isOpen ? 'Close' : 'Open'} line ${line.seq}`}
            aria-expanded={isOpen}
            aria-controls={detail}
            onPress={onToggle}
          />
          <span>{line.seq}</span>
        </td>
        <td className={styles.time}>{time}</td>
        <td>{line.who}</td>
        <td className={styles.what}>{sayWhat(line.what)}</td>
        <td>
          <button type="button" className={styles.subject} onClick={() => onSubject(line.subject)} aria-label={`Only ${line.subject}`}>
            {line.subject}
          </button>
        </td>
        <td className={styles.summary}>{sayChange(line) || '—'}</td>
      </tr>
      {isOpen && (
        <tr id={detail}>
          <td colSpan={6} className={styles.detail}>
            <DifferenceTable differences={differences} />
            <p className={styles.hash}>
              hash <code>{line.hash}</code>
            </p>
            <p className={styles.hash}>
              previous <code>{line.previous}</code>
            </p>
          </td>
        </tr>
      )}
    </tbody>
  )
}

/** `event.acknowledge` → `Event acknowledge`. */
function sayWhat(what: string): string {
  return formatName(what.replaceAll('.', ' '))
}
