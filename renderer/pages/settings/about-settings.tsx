import type { SettingsAnswer } from '../../../app/contract/settings.ts'
import { Copyable } from '../../components/copyable.tsx'
import { KeyValue, KeyValueRow } from '../../components/key-value.tsx'
import { Section } from '../../components/page.tsx'
import { useSession } from '../../state/session.ts'
import { useTime } from '../../state/use-time.ts'
import styles from './settings.module.css'

/** What runs, where its files are, and whose data it carries. */
export function AboutSettings({ file, attributions }: Pick<SettingsAnswer, 'file' | 'attributions'>) {
  const hello = useSession((session) => session.hello)
  const time = useTime()
  return (
    <>
      <Section title="This console">
        <KeyValue>
          <KeyValueRow name="Version">{hello?.version ?? '—'}</KeyValueRow>
          <KeyValueRow name="Served">{hello?.host === 'desktop' ? 'on the desktop' : 'headless, on loopback'}</KeyValueRow>
          <KeyValueRow name="Signed in as">{hello?.user ?? '—'}</KeyValueRow>
          <KeyValueRow name="Engine started">{hello === undefined ? '—' : time(hello.started_at)}</KeyValueRow>
          <KeyValueRow name="Data in">{hello === undefined ? '—' : <Copyable text={hello.home} label="Copy the path" />}</KeyValueRow>
          <KeyValueRow name="Settings in">
            <Copyable text={file} label="Copy the path" />
          </KeyValueRow>
        </KeyValue>
      </Section>
      {attributions.length > 0 && (
        <Section title="Data that comes along">
          <dl className={styles.stack}>
            {attributions.map(({ name, licence, text }) => (
              <div key={name}>
                <dt>
                  <strong>{name}</strong> <span className={styles.quiet}>({licence})</span>
                </dt>
                <dd className={styles.attribution}>{text}</dd>
              </div>
            ))}
          </dl>
        </Section>
      )}
    </>
  )
}
