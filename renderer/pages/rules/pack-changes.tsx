import { Radio, RadioGroup } from 'react-aria-components'
import type { PackAnswer } from '../../../app/contract/profiles.ts'
import type { PackChange } from '../../../app/model/rule-profile.ts'
import { Badge, type Tone } from '../../components/badge.tsx'
import { DifferenceTable } from '../../components/difference-table.tsx'
import { formatMany } from '../../format.ts'
import type { PackChoices } from './pack-choices.ts'
import { differencesOf } from './revision-list.ts'
import layout from '../../components/layout.module.css'
import styles from './pack.module.css'

const looks: Record<PackChange['kind'], { title: string; tone: Tone; means: string }> = {
  conflict: { title: 'Conflict', tone: 'danger', means: 'You and the pack changed the same fields.' },
  added: { title: 'Added', tone: 'info', means: 'There was no such profile.' },
  upgraded: { title: 'Upgraded', tone: 'accent', means: 'Nobody edited it here.' },
  merged: { title: 'Merged', tone: 'accent', means: 'Your edits stay; the pack changes other fields.' },
  unchanged: { title: 'Unchanged', tone: 'neutral', means: '' },
}
const order: readonly PackChange['kind'][] = ['conflict', 'added', 'upgraded', 'merged']

export interface PackChangesProps {
  answer: PackAnswer
  choices: PackChoices
  onChoose: (anomaly_type: string, whose: 'mine' | 'theirs') => void
}

/** What the pack would do to each profile; for a conflict, whose fields hold. */
export function PackChanges({ answer: { name, version, changes }, choices, onChoose }: PackChangesProps) {
  const same = changes.filter(({ kind }) => kind === 'unchanged').length
  const shown = order.flatMap((kind) => changes.filter((change) => change.kind === kind))
  return (
    <section aria-label="What would change" className={styles.changes}>
      <p>
        <strong>{name}</strong> {version} · {formatMany(changes.length, 'profile')}, {same} unchanged
      </p>
      <ul aria-label="Changes">
        {shown.map((change) => (
          <li key={change.anomaly_type} className={styles.change}>
            <p className={layout.line}>
              <code>{change.anomaly_type}</code>
              <Badge tone={looks[change.kind].tone}>{looks[change.kind].title}</Badge>
              <span className={styles.faint}>{looks[change.kind].means}</span>
            </p>
            {change.kind === 'conflict' && (
              <Conflict
                change={change}
                chosen={choices[change.anomaly_type] ?? 'mine'}
                onChoose={(whose) => onChoose(change.anomaly_type, whose)}
              />
            )}
            {(change.kind === 'upgraded' || change.kind === 'merged') && (
              <DifferenceTable differences={differencesOf(change.before, change.profile)} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

interface ConflictProps {
  change: Extract<PackChange, { kind: 'conflict' }>
  chosen: 'mine' | 'theirs'
  onChoose: (whose: 'mine' | 'theirs') => void
}

function Conflict({ change, chosen, onChoose }: ConflictProps) {
  return (
    <>
      <table className={styles.conflict} aria-label={`Fields in conflict of ${change.anomaly_type}`}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Pack before</th>
            <th scope="col">Mine</th>
            <th scope="col">Theirs</th>
          </tr>
        </thead>
        <tbody>
          {change.fields.map(({ field, base, mine, theirs }) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td>{write(base)}</td>
              <td data-holds={chosen === 'mine'}>{write(mine)}</td>
              <td data-holds={chosen === 'theirs'}>{write(theirs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <RadioGroup
        aria-label={`Whose fields hold for ${change.anomaly_type}`}
        orientation="horizontal"
        value={chosen}
        onChange={(value) => onChoose(value === 'theirs' ? 'theirs' : 'mine')}
        className={styles.radios ?? ''}
      >
        <Radio value="mine" className={styles.radio ?? ''}>
          Keep mine
        </Radio>
        <Radio value="theirs" className={styles.radio ?? ''}>
          Take theirs
        </Radio>
      </RadioGroup>
    </>
  )
}

function write(value: unknown): string {
  if (value === undefined || value === null) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
