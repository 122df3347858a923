import type { ProfileDetail } from '../../../app/contract/profiles.ts'
import { decisionThresholds } from '../../../app/model/decision.ts'
import { categories, severities } from '../../../app/model/severity.ts'
import { Select } from '../../components/select.tsx'
import { severityLabels } from '../../components/severity-badge.tsx'
import { TextField } from '../../components/text-field.tsx'
import { formatName } from '../../format.ts'
import { consequenceOf } from './consequence.ts'
import { FieldNote } from './field-note.tsx'
import { numberIn, type ProfileProblems } from './profile-draft.ts'
import type { RuleEditor } from './use-rule-editor.ts'
import styles from './tune.module.css'

const severityOptions = [...severities].reverse().map((id) => ({ id, label: severityLabels[id] }))
const categoryOptions = categories.map((id) => ({ id, label: formatName(id) }))
const { alert, step_up, block } = decisionThresholds

export interface ProfileFieldsProps {
  editor: RuleEditor
  detail: ProfileDetail
  problems: ProfileProblems
}

/** How grave what the rule raises is. */
export function ProfileFields({ editor: { draft, change }, detail, problems }: ProfileFieldsProps) {
  const { defaults } = detail
  const score = numberIn(draft.risk_score)
  return (
    <section aria-label="Profile" className={styles.fields}>
      <h3 className={styles.heading}>Profile</h3>
      <div className={styles.grid}>
        <div className={styles.field}>
          <TextField
            label="Risk score"
            value={draft.risk_score}
            onChange={(risk_score) => change({ risk_score })}
            error={problems['risk_score']}
            inputMode="decimal"
            description={
              score === undefined || problems['risk_score'] !== undefined
                ? `${alert} alerts, ${step_up} steps up, ${block} blocks`
                : `${score} ${consequenceOf(score)}`
            }
          />
          <FieldNote
            field="risk_score"
            detail={detail}
            standard={String(defaults.risk_score)}
            isStandard={score === defaults.risk_score}
            onReset={() => change({ risk_score: String(defaults.risk_score) })}
          />
        </div>
        <div className={styles.field}>
          <Select label="Severity" options={severityOptions} selected={draft.severity} onSelect={(severity) => change({ severity })} />
          <FieldNote
            field="severity"
            detail={detail}
            standard={severityLabels[defaults.severity]}
            isStandard={draft.severity === defaults.severity}
            onReset={() => change({ severity: defaults.severity })}
          />
        </div>
        <div className={styles.field}>
          <Select label="Category" options={categoryOptions} selected={draft.category} onSelect={(category) => change({ category })} />
          <FieldNote
            field="category"
            detail={detail}
            standard={formatName(defaults.category)}
            isStandard={draft.category === defaults.category}
            onReset={() => change({ category: defaults.category })}
          />
        </div>
      </div>
      <div className={styles.field}>
        <TextField label="Title" value={draft.title} onChange={(title) => change({ title })} error={problems['title']} />
        <FieldNote
          field="title"
          detail={detail}
          standard={defaults.title}
          isStandard={draft.title.trim() === defaults.title}
          onReset={() => change({ title: defaults.title })}
        />
      </div>
    </section>
  )
}
