import { Play } from 'lucide-react'
import { useState } from 'react'
import { CheckboxGroup, Label } from 'react-aria-components'
import type { ModelsAnswer } from '../../../app/contract/models.ts'
import { modelSettingsSchema, type ModelAlgorithm, type ModelSettings } from '../../../app/model/outlier-model.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Select } from '../../components/select.tsx'
import { Switch } from '../../components/switch.tsx'
import { TextField } from '../../components/text-field.tsx'
import { notify } from '../../state/notices.ts'
import { perform } from '../../state/perform.ts'
import { trainModel } from './model-actions.ts'
import { draftOf, readDraft, sameSettings, type NumberField } from './model-draft.ts'
import type { Model } from './model-list.ts'
import styles from './models.module.css'

const mainFields: { name: NumberField; label: string }[] = [
  { name: 'training_days', label: 'Days of history' },
  { name: 'budget', label: 'Budget, rows a day' },
  { name: 'minimum_rows', label: 'Least rows' },
  { name: 'window_minutes', label: 'Window, minutes' },
]
const treeFields: { name: NumberField; label: string; of?: ModelAlgorithm }[] = [
  { name: 'trees', label: 'Trees' },
  { name: 'samples', label: 'Rows a tree', of: 'isolation_forest' },
  { name: 'profile_days', label: 'Days of a profile', of: 'half_space_trees' },
  { name: 'seed', label: 'Seed' },
]
const schedules = [
  { id: 'off', label: 'Only when I ask' },
  { id: 'daily', label: 'Daily' },
  { id: 'weekly', label: 'Weekly' },
  { id: 'monthly', label: 'Monthly' },
] as const
const takeOvers = [
  { id: 'ask', label: 'Wait for me' },
  { id: 'automatic', label: 'Take over unless it compares worse' },
] as const

/** How versions of this model are made, and the way to make one now. */
export function TrainTab({ model, algorithms }: { model: Model; algorithms: ModelsAnswer['algorithms'] }) {
  const { info, settings, training } = model
  const [draft, setDraft] = useState(() => draftOf(settings))
  const [saving, setSaving] = useState(false)
  const { settings: wanted, problems } = readDraft(draft)
  const changed = wanted === undefined || !sameSettings(wanted, settings)
  const rest = (part: Partial<ModelSettings>) => setDraft((before) => ({ ...before, rest: { ...before.rest, ...part } }))
  const chosen = draft.rest.features ?? info.features.map(({ name }) => name)
  const choose = (names: string[]) => rest({ features: names.length === info.features.length ? null : names })
  const save = async () => {
    if (wanted === undefined) return
    setSaving(true)
    const saved = await perform('models.settings', { set: info.name, settings: wanted }, 'The settings could not be saved')
    setSaving(false)
    if (saved !== undefined) notify({ tone: 'success', title: `Saved how ${info.title.toLowerCase()} are learnt` })
  }
  const number = ({ name, label }: { name: NumberField; label: string }) => (
    <TextField
      key={name}
      label={label}
      description={modelSettingsSchema.shape[name].description}
      value={draft.numbers[name]}
      onChange={(text) => setDraft((before) => ({ ...before, numbers: { ...before.numbers, [name]: text } }))}
      error={problems[name]}
      inputMode="decimal"
      monospace
    />
  )
  return (
    <div className={styles.trainTab}>
      <section aria-label="What it learns from" className={styles.section}>
        <h3 className={styles.heading}>What it learns from</h3>
        <div className={styles.grid}>
          {mainFields.filter(({ name }) => name !== 'window_minutes' || info.judges === 'entity').map(number)}
        </div>
      </section>
      <CheckboxGroup className={styles.section} value={chosen} onChange={choose}>
        <Label className={styles.heading}>Features</Label>
        <div className={styles.features}>
          {info.features.map(({ name, title, description }) => (
            <Checkbox key={name} value={name}>
              <span className={styles.feature}>
                {title}
                <span className={styles.faint}>{description}</span>
              </span>
            </Checkbox>
          ))}
        </div>
        {problems['features'] !== undefined && <p className={styles.wrong}>{problems['features']}</p>}
      </CheckboxGroup>
      <section aria-label="Retraining" className={styles.section}>
        <h3 className={styles.heading}>Training by itself</h3>
        <div className={styles.grid}>
          <Select label="A new version" options={schedules} selected={draft.rest.schedule} onSelect={(schedule) => rest({ schedule })} />
          <Select
            label="When one is made"
            options={takeOvers}
            selected={draft.rest.take_over}
            onSelect={(take_over) => rest({ take_over })}
          />
        </div>
        <Switch isSelected={draft.rest.retrain_on_drift} onChange={(retrain_on_drift) => rest({ retrain_on_drift })}>
          Also when what is usual has moved
        </Switch>
      </section>
      <details className={styles.details}>
        <summary>The trees themselves</summary>
        <div className={styles.section}>
          <Select
            label="Algorithm"
            options={algorithms.map(({ name, title, description }) => ({ id: name, label: title, description }))}
            selected={draft.rest.algorithm}
            onSelect={(algorithm) => rest({ algorithm })}
          />
          <div className={styles.grid}>{treeFields.filter(({ of }) => of === undefined || of === draft.rest.algorithm).map(number)}</div>
        </div>
      </details>
      <div className={styles.foot}>
        <span role="status" className={wanted === undefined ? styles.wrong : styles.muted}>
          {wanted === undefined ? 'Something is wrong in the fields above.' : changed ? 'Not saved yet.' : 'Everything is saved.'}
        </span>
        <Button size="small" onPress={() => setDraft(draftOf(settings))} isDisabled={!changed || saving}>
          Discard
        </Button>
        <Button size="small" onPress={() => void save()} isDisabled={!changed || wanted === undefined} isPending={saving}>
          Save settings
        </Button>
        <Button
          size="small"
          variant="primary"
          icon={<Play aria-hidden />}
          isDisabled={wanted === undefined || training !== undefined}
          onPress={() => void trainModel(info.name, wanted)}
        >
          {changed ? 'Train with these' : 'Train now'}
        </Button>
      </div>
    </div>
  )
}
