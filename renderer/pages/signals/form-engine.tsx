import type { EngineDescription } from '../../../app/model/engine.ts'
import { TextField } from '../../components/text-field.tsx'
import { EngineFields } from '../engine/engine-fields.tsx'
import type { FormPartProps } from './form-source.tsx'
import { engineProblems } from './form-words.ts'
import type { SignalRow } from './signal-rows.ts'
import styles from './form.module.css'

export interface FormEngineProps extends FormPartProps {
  engines: readonly EngineDescription[]
  row: SignalRow | undefined
}

/** What judges the values, and what it learns from first. */
export function FormEngine({ draft, change, problems, engines, row }: FormEngineProps) {
  return (
    <>
      <EngineFields engines={engines} draft={draft.engine} onChange={(engine) => change({ engine })} problems={engineProblems(problems)} />
      {draft.engine.type === 'auto' && <Picked row={row} />}
      <div className={styles.grid}>
        <TextField
          label="Warm-up, days of stored records"
          inputMode="decimal"
          value={draft.warmup}
          onChange={(warmup) => change({ warmup })}
          error={problems['warmup']}
          description="Replayed first; what is said of them is discarded."
          monospace
        />
        <TextField
          label="Signals at a time"
          inputMode="numeric"
          value={draft.maxKeys}
          onChange={(maxKeys) => change({ maxKeys })}
          error={problems['max_keys']}
          description="Those seen longest ago make room."
          monospace
        />
      </div>
    </>
  )
}

function Picked({ row }: { row: SignalRow | undefined }) {
  const choices = row?.view?.choices ?? []
  return (
    <p className={styles.muted}>
      {choices.length === 0
        ? 'It picks once it has seen enough, from season, sparsity, steps and trend, and says what and why on the stream’s State tab.'
        : `It picked ${choices
            .slice(0, 3)
            .map(({ key, picked, why }) => `${picked} for ${key} (${why})`)
            .join('; ')}. Choose another engine to override it.`}
    </p>
  )
}
