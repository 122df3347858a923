import type { DetectorInfo, ProfileDetail } from '../../../app/contract/profiles.ts'
import type { ParameterDefinition } from '../../../app/model/rule-profile.ts'
import { TextField } from '../../components/text-field.tsx'
import { formatBytes, formatName } from '../../format.ts'
import { FieldNote } from './field-note.tsx'
import { numberIn, type ProfileProblems } from './profile-draft.ts'
import type { RuleEditor } from './use-rule-editor.ts'
import styles from './tune.module.css'

export interface ParameterFieldsProps {
  editor: RuleEditor
  detail: ProfileDetail
  detector: DetectorInfo
  problems: ProfileProblems
}

/** The detector's own numbers: they are the same for every type that it raises. */
export function ParameterFields({ editor, detail, detector, problems }: ParameterFieldsProps) {
  const { draft, setParameter } = editor
  return (
    <section aria-label={`Parameters of ${detector.title}`} className={styles.fields}>
      <h3 className={styles.heading}>Parameters of {detector.title}</h3>
      {detail.shared_with.length > 0 && (
        <p className={styles.muted}>
          Shared with{' '}
          {detail.shared_with.map((type, index) => (
            <span key={type}>
              {index > 0 && ', '}
              <a href={`#/rules?rule=${encodeURIComponent(type)}&tab=tune`}>{formatName(type)}</a>
            </span>
          ))}
          : a change here changes {detail.shared_with.length === 1 ? 'it' : 'them'} too.
        </p>
      )}
      {detector.parameters.map((parameter) => {
        const { name } = parameter
        const field = `parameters.${name}`
        const standard = detail.defaults.parameters[name] ?? parameter.default
        const text = draft.parameters[name] ?? ''
        return (
          <div key={name} className={styles.parameter}>
            <TextField
              label={formatName(name)}
              value={text}
              onChange={(next) => setParameter(name, next)}
              error={problems[field]}
              description={parameter.description}
              inputMode="decimal"
              monospace
            />
            <div className={styles.beside}>
              <Unit text={unitOf(parameter, numberIn(text))} />
              <span className={styles.faint}>
                {write(parameter.minimum, parameter)} to {write(parameter.maximum, parameter)}
              </span>
              <FieldNote
                field={field}
                detail={detail}
                standard={write(standard, parameter)}
                isStandard={numberIn(text) === standard}
                onReset={() => setParameter(name, String(standard))}
              />
            </div>
          </div>
        )
      })}
    </section>
  )
}

function Unit({ text }: { text: string }) {
  return text === '' ? null : <span>{text}</span>
}

const units: Record<ParameterDefinition['unit'], string> = {
  count: '',
  seconds: 'seconds',
  ratio: 'ratio',
  bytes: 'bytes',
  probability: 'probability',
  score: 'score',
  days: 'days',
}

/** The unit, and the number in words where it is hard to read. */
function unitOf({ unit }: ParameterDefinition, value: number | undefined): string {
  if (value === undefined) return units[unit]
  if (unit === 'bytes') return value >= 1024 ? `bytes (${formatBytes(value)})` : 'bytes'
  if (unit === 'seconds' && value >= 120) return `seconds (${Number((value / 60).toFixed(1))} min)`
  return units[unit]
}

function write(value: number, { unit }: ParameterDefinition): string {
  if (unit === 'bytes') return formatBytes(value)
  return unit === 'seconds' || unit === 'days' ? `${value} ${unit.charAt(0)}` : String(value)
}
