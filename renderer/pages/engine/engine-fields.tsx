import { RotateCcw } from 'lucide-react'
import type { EngineDescription, EngineParameter } from '../../../app/model/engine.ts'
import { Button } from '../../components/button.tsx'
import { Select } from '../../components/select.tsx'
import { Slider } from '../../components/slider.tsx'
import { TextField } from '../../components/text-field.tsx'
import { fieldsOf, limitsOf, takesBudget, textOf, writeValue, type EngineDraft } from './engine-draft.ts'
import { scaleOf } from './parameter-scale.ts'
import styles from './engine.module.css'

export interface EngineFieldsProps {
  engines: readonly EngineDescription[]
  draft: EngineDraft
  onChange: (draft: EngineDraft) => void
  problems: Readonly<Record<string, string>>
  /** The choice of the engine itself. */
  label?: string
  /** Parameters are folded away until they are asked for. */
  folded?: boolean
  /** Numbers have a slider beside them; told when one was let go of. */
  onCommit?: () => void
}

/** Which engine, how strict, and a field for each of its parameters, made from its own schema. */
export function EngineFields({ engines, draft, onChange, problems, label = 'Engine', folded, onCommit }: EngineFieldsProps) {
  const engine = engines.find(({ name }) => name === draft.type)
  const budgeted = engine !== undefined && takesBudget(engine)
  const fields = engine === undefined ? [] : fieldsOf(engine, draft.limit)
  return (
    <div className={styles.fields}>
      <div className={styles.grid}>
        <Select
          label={label}
          options={engines.map(({ name, title, description }) => ({ id: name, label: title, description }))}
          selected={draft.type}
          onSelect={(type) => onChange({ ...draft, type, params: {} })}
        />
        {budgeted && (
          <Select
            label="How many anomalies"
            options={[
              { id: 'threshold', label: 'By threshold', description: 'Whatever the engine’s own threshold says' },
              { id: 'budget', label: 'By alert budget', description: 'At most about so many a day, the strangest ones' },
            ]}
            selected={draft.limit}
            onSelect={(limit) => onChange({ ...draft, limit })}
          />
        )}
        {budgeted && draft.limit === 'budget' && (
          <TextField
            label="Alert budget, a day"
            inputMode="decimal"
            value={draft.budget}
            onChange={(budget) => onChange({ ...draft, budget })}
            error={problems['budget']}
            monospace
          />
        )}
      </div>
      {engine !== undefined && (
        <dl className={styles.fit}>
          <dt>Good for</dt>
          <dd>{engine.good_for}</dd>
          <dt>Not for</dt>
          <dd>{engine.bad_for}</dd>
        </dl>
      )}
      {engine !== undefined && fields.length > 0 && (
        <details className={styles.details} open={folded !== true || fields.some(({ name }) => problems[name] !== undefined) || undefined}>
          <summary>{sayParameters(fields, draft)}</summary>
          <div className={styles.grid} role="group" aria-label={`Parameters of ${engine.title}`}>
            {fields.map((parameter) => (
              <ParameterField
                key={parameter.name}
                parameter={parameter}
                text={textOf(parameter, draft.params)}
                error={problems[parameter.name]}
                onText={(text) => onChange({ ...draft, params: { ...draft.params, [parameter.name]: text } })}
                onCommit={onCommit}
              />
            ))}
          </div>
        </details>
      )}
    </div>
  )
}

function sayParameters(fields: readonly EngineParameter[], { params }: EngineDraft): string {
  const changed = fields.filter((parameter) => textOf(parameter, params) !== writeValue(parameter.default)).length
  return `Parameters: ${fields.length}, ${changed === 0 ? 'all by default' : `${changed} changed`}`
}

interface ParameterFieldProps {
  parameter: EngineParameter
  text: string
  error: string | undefined
  onText: (text: string) => void
  onCommit: (() => void) | undefined
}

function ParameterField({ parameter, text, error, onText, onCommit }: ParameterFieldProps) {
  const standard = writeValue(parameter.default)
  const scale = onCommit === undefined ? undefined : scaleOf(parameter)
  const label = parameter.unit === undefined ? parameter.title : `${parameter.title}, ${parameter.unit}`
  return (
    <div className={styles.parameter}>
      {parameter.kind === 'choice' ? (
        <Select
          label={label}
          options={parameter.choices.map((id) => ({ id, label: id }))}
          selected={text}
          onSelect={onText}
          description={parameter.help}
        />
      ) : (
        <TextField
          label={label}
          value={text}
          onChange={onText}
          error={error}
          description={parameter.help}
          inputMode={'minimum' in parameter ? 'decimal' : 'text'}
          placeholder={
            parameter.kind === 'optional-number' ? parameter.absent : parameter.kind === 'dates' ? 'none; 2026-12-25, 2026-12-26' : ''
          }
          monospace={parameter.kind !== 'optional-number' && parameter.kind !== 'dates'}
        />
      )}
      {scale !== undefined && onCommit !== undefined && (
        <Slider
          label={`${parameter.title}, by hand`}
          text={text}
          place={scale.placeOf(Number.isFinite(Number(text)) ? Number(text) : Number(standard))}
          onMove={(place) => onText(String(scale.valueAt(place)))}
          onCommit={onCommit}
        />
      )}
      <span className={styles.limits}>
        {limitsOf(parameter)}
        {text !== standard && (
          <Button
            size="small"
            variant="quiet"
            icon={<RotateCcw aria-hidden />}
            onPress={() => onText(standard)}
            aria-label={`Default of ${parameter.title}`}
          >
            {standard === '' ? 'Leave out' : `Default ${standard}`}
          </Button>
        )}
      </span>
    </div>
  )
}
