import { useState } from 'react'
import type { DetectorInfo, ProfileDetail } from '../../../app/contract/profiles.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { DifferenceTable } from '../../components/difference-table.tsx'
import { useSession } from '../../state/session.ts'
import { useTime } from '../../state/use-time.ts'
import { draftOf } from './profile-draft.ts'
import { RestoreDialog } from './restore-dialog.tsx'
import { RevisionCompare } from './revision-compare.tsx'
import { differencesOf, nameOf, statesOf, type ProfileState } from './revision-list.ts'
import { keepEdit } from './rule-edits.ts'
import { newestRevision } from './use-rule-editor.ts'
import layout from '../../components/layout.module.css'
import styles from './revisions.module.css'

export interface RevisionsTabProps {
  detail: ProfileDetail
  detector: DetectorInfo | undefined
  /** The fields are to be shown: a revision has been put into them. */
  onEdit: () => void
}

/** Who changed the rule, when, why and what; any two compared; any one made the newest again. */
export function RevisionsTab({ detail, detector, onEdit }: RevisionsTabProps) {
  const [restoring, setRestoring] = useState<ProfileState>()
  const states = statesOf(detail)
  const edit = ({ revision, profile }: ProfileState) => {
    const draft = draftOf(profile, detector?.parameters ?? [])
    keepEdit(profile.anomaly_type, { draft, revision: newestRevision(detail), why: `Back to ${nameOf(revision).toLowerCase()}` })
    onEdit()
  }
  return (
    <div className={layout.tab}>
      {states.length > 1 && <RevisionCompare key={newestRevision(detail)} states={states} />}
      <ol className={styles.list} aria-label="Revisions">
        {states.map((state, index) => (
          <Revision
            key={state.revision}
            state={state}
            former={states[index + 1]}
            isInForce={index === 0}
            onRestore={() => setRestoring(state)}
            onEdit={() => edit(state)}
          />
        ))}
      </ol>
      {restoring !== undefined && <RestoreDialog detail={detail} state={restoring} onClose={() => setRestoring(undefined)} />}
    </div>
  )
}

const origins = { analyst: 'edited', pack: 'from a pack', restore: 'restored' } as const

interface RevisionProps {
  state: ProfileState
  former: ProfileState | undefined
  isInForce: boolean
  onRestore: () => void
  onEdit: () => void
}

function Revision({ state: { revision, profile, saved }, former, isInForce, onRestore, onEdit }: RevisionProps) {
  const time = useTime()
  const sample = useSession(({ hello }) => hello?.sample ?? false)
  const name = nameOf(revision)
  return (
    <li className={classes(layout.row, styles.revision)} aria-label={name}>
      <div className={layout.line}>
        <strong>{name}</strong>
        {isInForce && <Badge tone="accent">in force</Badge>}
        {saved !== undefined && <Badge>{origins[saved.origin]}</Badge>}
        <span className={styles.gap} />
        {!isInForce && !sample && (
          <>
            <Button size="small" variant="quiet" onPress={onEdit} aria-label={`Edit from ${name}`}>
              Edit from it
            </Button>
            <Button size="small" onPress={onRestore} aria-label={`Restore ${name}`}>
              Restore
            </Button>
          </>
        )}
      </div>
      {saved === undefined ? (
        <p className={styles.faint}>What comes along with this version.</p>
      ) : (
        <>
          <p className={styles.faint}>
            {saved.who}, {time(saved.at)}
          </p>
          {saved.why !== '' && <p className={styles.why}>{saved.why}</p>}
        </>
      )}
      {former !== undefined && <DifferenceTable differences={differencesOf(former.profile, profile)} />}
    </li>
  )
}
