import { useState } from 'react'
import type { SettingsAnswer } from '../../../app/contract/settings.ts'
import { Badge } from '../../components/badge.tsx'
import { Notice } from '../../components/notice.tsx'
import { Section } from '../../components/page.tsx'
import { Switch } from '../../components/switch.tsx'
import { TextField } from '../../components/text-field.tsx'
import { bindFields } from './bind-field.ts'
import { PrefixField } from './prefix-field.tsx'
import { requestChangeOf, requestDraftOf, type RequestDraft } from './request-draft.ts'
import { SaveBar } from './save-bar.tsx'
import { objectionsBy } from './settings-draft.ts'
import { useSave } from './use-save.ts'
import styles from './settings.module.css'

const fields: [string, keyof RequestDraft][] = [
  ['api_version', 'version'],
  ['sensitive_prefixes', 'sensitive'],
  ['probe_prefixes', 'probe'],
  ['trusted_proxies', 'proxies'],
  ['trust_x_forwarded_for', 'trustFirst'],
]

export interface RequestSettingsProps {
  answer: SettingsAnswer
  onSaved: () => void
}

/** How HTTP records are read: which paths matter, and who the client is. */
export function RequestSettings({ answer: { settings, overridden }, onSaved }: RequestSettingsProps) {
  const before = settings.requests
  const [draft, setDraft] = useState(() => requestDraftOf(before))
  const { save, saving, error, forget } = useSave(onSaved)
  const changed = requestChangeOf(draft, before)
  const objections = objectionsBy(error, fields)
  const change = (part: Partial<RequestDraft>) => {
    forget()
    setDraft((old) => ({ ...old, ...part }))
  }
  const field = bindFields(draft, change, objections)
  const setBy = (key: string) => {
    const by = overridden.find(({ path }) => path === `requests.${key}`)?.by
    return by !== undefined && <Badge tone="info">set by {by}: a change here does not reach it</Badge>
  }
  return (
    <>
      <Section title="Paths" description="For access logs and for what applications tell of. Thresholds are with each rule, on Rules.">
        <div className={styles.stack}>
          <TextField
            label="API version"
            description="The part that {version} stands for in the prefixes."
            {...field('version')}
            monospace
          />
          {setBy('api_version')}
          <div className={styles.grid}>
            <div className={styles.stack}>
              <PrefixField which="sensitive" draft={draft} onChange={change} error={objections.sensitive} />
              {setBy('sensitive_prefixes')}
            </div>
            <div className={styles.stack}>
              <PrefixField which="probe" draft={draft} onChange={change} error={objections.probe} />
              {setBy('probe_prefixes')}
            </div>
          </div>
        </div>
      </Section>
      <Section
        title="Who the client is"
        description="Counters are kept by user, else by client address. Behind a proxy, every peer is the proxy."
      >
        <div className={styles.stack}>
          <TextField
            label="Trusted proxies, one network a line"
            description="From right to left in X-Forwarded-For, the first address that is none of these is the client: each proxy wrote the one before it."
            placeholder="10.0.0.0/8"
            {...field('proxies')}
            multiline
            monospace
          />
          {setBy('trusted_proxies')}
          <Switch isSelected={draft.trustFirst} onChange={(trustFirst) => change({ trustFirst })}>
            Believe the first address of X-Forwarded-For, from anyone
          </Switch>
          {setBy('trust_x_forwarded_for')}
          <p className={styles.quiet}>
            The client itself can write the first address: with this on, anyone may pose as any other address, hide behind a new one with
            each request, or get someone else blocked. A list of trusted proxies cannot be fooled like that.
          </p>
          {draft.trustFirst && (
            <Notice tone="warning">
              {draft.proxies.trim() === '' ? 'Addresses can be forged.' : 'It has no effect as long as proxies are listed above.'}
            </Notice>
          )}
        </div>
      </Section>
      <SaveBar
        changed={changed !== undefined}
        saving={saving}
        objection={objections['']}
        onSave={() => changed && void save({ requests: changed })}
        onDiscard={() => {
          forget()
          setDraft(requestDraftOf(before))
        }}
      />
    </>
  )
}
