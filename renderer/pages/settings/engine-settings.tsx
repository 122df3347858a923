import { useState } from 'react'
import type { Settings } from '../../../app/model/config.ts'
import { NumberField } from '../../components/number-field.tsx'
import { Section } from '../../components/page.tsx'
import { Switch } from '../../components/switch.tsx'
import { TextField } from '../../components/text-field.tsx'
import { greet, useSession } from '../../state/session.ts'
import { bindFields } from './bind-field.ts'
import { SaveBar } from './save-bar.tsx'
import { changeOf, draftOf, objectionsTo, type SettingsDraft } from './settings-draft.ts'
import { useSave } from './use-save.ts'
import { ZoneFields } from './zone-fields.tsx'
import styles from './settings.module.css'

/** What is kept in vedette.yml. Nothing changes until Save; `onSaved` is told to read it again. */
export function EngineSettings({ settings, onSaved }: { settings: Settings; onSaved: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(settings))
  const host = useSession(({ hello }) => hello?.host)
  const change = (part: Partial<SettingsDraft>) => setDraft((before) => ({ ...before, ...part }))
  const changed = changeOf(draft, settings)
  const { save, saving, error, forget } = useSave((change) => {
    if ('user' in change) void greet()
    onSaved()
  })
  const objections = objectionsTo(error)
  const field = bindFields(draft, change, objections)
  const discard = () => {
    setDraft(draftOf(settings))
    forget()
  }

  return (
    <>
      <Section title="You">
        <div className={styles.grid}>
          <TextField
            label="Your name"
            description="In the activity log and on what you own. Empty uses the login name."
            {...field('user')}
          />
        </div>
      </Section>
      <Section title="Your networks" description="They decide what counts as inbound, outbound, internal or external.">
        <div className={styles.stack}>
          <TextField label="Home networks, one a line" {...field('homeNetworks')} multiline monospace />
          <ZoneFields zones={draft.zones} error={objections.zones} onChange={(zones) => change({ zones })} />
        </div>
      </Section>
      <Section
        title="Countries and networks of addresses"
        description="Read from files on the engine’s machine; nothing is looked up over the network."
      >
        <div className={styles.grid}>
          <TextField label="Country database (.mmdb)" description="Empty uses the one that comes along." {...field('country')} monospace />
          <TextField label="ASN database (.mmdb)" description="Empty uses the one that comes along." {...field('asn')} monospace />
        </div>
      </Section>
      <Section title="Retention" description="Telemetry past either limit is dropped, oldest first. Events and their evidence stay.">
        <div className={styles.grid}>
          <NumberField label="Days" {...field('days')} minValue={1} maxValue={3650} />
          <NumberField label="Budget, GiB" {...field('budget')} minValue={0.1} maxValue={100_000} />
        </div>
      </Section>
      <Section title="Where alerts go" description="Only while the alerting flag is on, for events with a risk score of 50 or more.">
        <div className={styles.stack}>
          <Switch isSelected={draft.notification} onChange={(notification) => change({ notification })}>
            Notification on the desktop{host === 'headless' && ' (a toast in this window, while served headless)'}
          </Switch>
          <Switch isSelected={draft.log} onChange={(log) => change({ log })}>
            Line in the engine’s log
          </Switch>
        </div>
      </Section>
      <SaveBar
        changed={changed !== undefined}
        saving={saving}
        objection={objections['']}
        onSave={() => changed && void save(changed)}
        onDiscard={discard}
      />
    </>
  )
}
