import { Plus, X } from 'lucide-react'
import { measures } from '../../../app/model/stream.ts'
import { Button } from '../../components/button.tsx'
import { ComboBox } from '../../components/combo-box.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { FormPartProps } from './form-source.tsx'
import { doubtAbout } from './field-doubt.ts'
import { recordFields } from './record-fields.ts'
import styles from './form.module.css'

const measureWords = { count: 'how many', sum: 'sum', avg: 'mean', min: 'least', max: 'most', distinct: 'different values' } as const
const measureOptions = measures.map((id) => ({ id, label: id, ...(id in measureWords && { description: measureWords[id as 'count'] }) }))
const fieldOptions = recordFields.map((id) => ({ id, label: id }))

/** What is measured of which records. */
export function FormRecords({ draft, change, problems }: FormPartProps) {
  const setGroup = (index: number, field: string) => change({ groupBy: draft.groupBy.map((before, at) => (at === index ? field : before)) })
  return (
    <>
      <TextField
        label="Which records"
        value={draft.query}
        onChange={(query) => change({ query })}
        error={problems['source.query']}
        placeholder="event.outcome:failure destination.port:22"
        description="As in the search of Live. Empty takes all."
        monospace
      />
      <div className={styles.groups} role="group" aria-label="A signal for each">
        {draft.groupBy.map((field, index) => {
          const doubt = doubtAbout(field, recordFields)
          return (
            <div key={index} className={styles.group}>
              <ComboBox
                label={index === 0 ? 'A signal for each' : 'and each'}
                options={fieldOptions}
                text={field}
                onText={(text) => setGroup(index, text)}
                onChoose={(text) => setGroup(index, text)}
                placeholder="source.ip"
                error={problems[`source.group_by.${index}`]}
                monospace
                {...(doubt !== undefined && { description: doubt })}
              />
              {draft.groupBy.length > 1 && (
                <IconButton
                  icon={<X aria-hidden />}
                  label={`Leave out ${field === '' ? 'this field' : field}`}
                  size="small"
                  onPress={() => change({ groupBy: draft.groupBy.filter((_, at) => at !== index) })}
                />
              )}
            </div>
          )
        })}
        {draft.groupBy.length < 3 && (
          <div className={styles.add}>
            <Button size="small" icon={<Plus aria-hidden />} onPress={() => change({ groupBy: [...draft.groupBy, ''] })}>
              Another field
            </Button>
          </div>
        )}
      </div>
      <div className={styles.grid}>
        <Select label="Measure" options={measureOptions} selected={draft.measure} onSelect={(measure) => change({ measure })} />
        {draft.measure !== 'count' && (
          <ComboBox
            label="Of the field"
            options={fieldOptions}
            text={draft.field}
            onText={(field) => change({ field })}
            onChoose={(field) => change({ field })}
            placeholder="network.bytes"
            error={problems['source.measure'] ?? problems['source.field']}
            monospace
            {...describe(doubtAbout(draft.field, recordFields))}
          />
        )}
      </div>
    </>
  )
}

function describe(description: string | undefined): { description?: string } {
  return description === undefined ? {} : { description }
}
