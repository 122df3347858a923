import { useState } from 'react'
import type { DatasetSettingsAnswer } from '../../../app/contract/datasets.ts'
import type { RequestInput } from '../../../app/contract/requests.ts'
import type { DatasetSummary } from '../../../app/model/dataset.ts'
import { Drawer } from '../../components/dialog.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Switch } from '../../components/switch.tsx'
import { formatCount } from '../../format.ts'
import { perform } from '../../state/perform.ts'
import { useRequest } from '../../state/use-request.ts'
import { KeyField } from './key-field.tsx'
import { LanguageModelFields } from './language-model-fields.tsx'
import { PayloadPreview } from './payload-preview.tsx'
import styles from './datasets.module.css'

/** Asking a language model about answers: what would leave this machine comes before the switch that lets it. */
export function LanguageModelDialog({ datasets, onClose }: { datasets: readonly DatasetSummary[]; onClose: () => void }) {
  const [loaded, again] = useRequest('datasets.settings', {})
  const [shown, setShown] = useState(false)
  const answer = loaded.output
  const configure = async (input: RequestInput<'datasets.configure'>) => {
    const done = await perform('datasets.configure', input, 'The settings could not be saved')
    if (done !== undefined) again()
    return done !== undefined
  }
  return (
    <Drawer isOpen size="large" onClose={onClose} title="Language-model analysis">
      {answer === undefined && loaded.kind === 'failed' && (
        <ErrorState title="The settings could not be loaded" error={loaded.error} onRetry={again} />
      )}
      {answer === undefined && loaded.kind === 'loading' && <Skeleton lines={6} label="Loading settings" />}
      {answer !== undefined && (
        <div className={styles.dialog}>
          <p>
            A language model of Anthropic’s may look at each answer and say what worries it. Only names of fields, figures and masked
            samples leave this machine: texts are replaced by their form. What it says is advice; nothing is decided by it.
          </p>
          <PayloadPreview datasets={datasets} onShown={() => setShown(true)} />
          <KeyField from={answer.language_model.key} onSave={(api_key) => configure({ api_key })} />
          <Enable
            answer={answer}
            shown={shown}
            onSet={(enabled) => void configure({ settings: { language_model: { ...answer.settings.language_model, enabled } } })}
          />
          <LanguageModelFields
            key={JSON.stringify(answer.settings.language_model)}
            settings={answer.settings.language_model}
            overridden={answer.overridden}
            onSave={(language_model) => configure({ settings: { language_model } })}
          />
        </div>
      )}
    </Drawer>
  )
}

interface EnableProps {
  answer: DatasetSettingsAnswer
  /** What would be sent is on screen. */
  shown: boolean
  onSet: (enabled: boolean) => void
}

function Enable({ answer: { settings, language_model }, shown, onSet }: EnableProps) {
  const { enabled, analyses_per_day } = settings.language_model
  const blocked = !enabled && (language_model.key === 'none' || !shown)
  const why =
    language_model.key === 'none'
      ? 'It takes a key first.'
      : shown
        ? undefined
        : 'It can be switched on once there is an answer to show above.'
  return (
    <section aria-label="Analysis" className={styles.section}>
      <Switch isSelected={enabled} isDisabled={blocked} onChange={onSet}>
        Send this for each new answer
      </Switch>
      {blocked && why !== undefined && <p className={styles.muted}>{why}</p>}
      {enabled && (
        <p className={styles.muted} role="status">
          {language_model.active ? 'It is on' : 'It is on, without a key: nothing is sent'}. {formatCount(language_model.used_today)} of{' '}
          {formatCount(analyses_per_day)} questions of today are used.
        </p>
      )}
      {language_model.last_failure !== null && (
        <Notice tone="warning" title="The last analysis was not made:">
          {language_model.last_failure}. Such an answer is marked “not analysed”.
        </Notice>
      )}
    </section>
  )
}
