import { aggregationFunctions } from '../../../app/model/stream.ts'
import { Select } from '../../components/select.tsx'
import { Switch } from '../../components/switch.tsx'
import { TextField } from '../../components/text-field.tsx'
import { formatSpan } from '../../format.ts'
import type { FormPartProps } from './form-source.tsx'
import styles from './form.module.css'

const functionOptions = aggregationFunctions.map((id) => ({ id, label: id === 'none' ? 'none: each by itself' : id }))

/** Windows of event time. */
export function FormWindow({ draft, change, problems }: FormPartProps) {
  const records = draft.source === 'records'
  const seconds = Number(draft.window)
  return (
    <>
      {!records && (
        <Switch isSelected={draft.windowed} onChange={(windowed) => change({ windowed })}>
          Gather values in windows
        </Switch>
      )}
      {(records || draft.windowed) && (
        <div className={styles.grid}>
          {!records && (
            <Select
              label="Of each window"
              options={functionOptions}
              selected={draft.function}
              onSelect={(next) => change({ function: next })}
            />
          )}
          <TextField
            label="Window, seconds"
            inputMode="numeric"
            value={draft.window}
            onChange={(window) => change({ window })}
            error={problems['aggregation.window']}
            {...(seconds > 0 && { description: `A value every ${formatSpan(seconds * 1000)}` })}
            monospace
          />
          <TextField
            label="Wait for what is late, seconds"
            inputMode="numeric"
            value={draft.lateness}
            onChange={(lateness) => change({ lateness })}
            error={problems['aggregation.lateness']}
            description="What is later is counted and left out."
            monospace
          />
        </div>
      )}
    </>
  )
}
