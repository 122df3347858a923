import { useRef } from 'react'
import { ErrorState } from '../../components/error-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { refineRoute, useRoute } from '../../state/route.ts'
import { useSession } from '../../state/session.ts'
import { useRequest } from '../../state/use-request.ts'
import { SampleNotice } from '../sample-notice.tsx'
import { AboutSettings } from './about-settings.tsx'
import { AppearanceSettings } from './appearance-settings.tsx'
import { EngineSettings } from './engine-settings.tsx'
import { KeySettings } from './key-settings.tsx'
import styles from './settings.module.css'

const tabs = ['general', 'appearance', 'keys', 'about'] as const
type Tab = (typeof tabs)[number]

export function SettingsPage() {
  const [loaded, again] = useRequest('settings.get', {})
  const wanted = useRoute(({ parameters }) => parameters.tab)
  const selected = tabs.find((tab) => tab === wanted) ?? 'general'
  const answer = loaded.output
  const sample = useSession(({ hello }) => hello?.sample ?? false)
  // Saving renews the form; whoever pressed Save by keyboard goes on from its top.
  const general = useRef<HTMLDivElement>(null)
  const saved = () => {
    general.current?.focus()
    again()
  }
  const fromEngine =
    loaded.kind === 'failed' ? (
      <ErrorState title="The settings could not be read" error={loaded.error} onRetry={again} />
    ) : (
      answer === undefined && <Skeleton lines={8} label="Loading settings" />
    )
  return (
    <Page title="Settings">
      {answer !== undefined && answer.problems.length > 0 && (
        <Notice tone="danger" title="vedette.yml has mistakes; the settings from before stay in force.">
          <ul className={styles.problems}>
            {answer.problems.map(({ line, column, path, message }) => (
              <li key={`${line}:${column} ${path}`}>
                <code>
                  {answer.file}:{line}:{column}
                </code>{' '}
                {path !== '' && <code>{path}</code>} {message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Tabs<Tab>
        label="Settings"
        selected={selected}
        onSelect={(tab) => refineRoute({ tab })}
        tabs={[
          {
            id: 'general',
            title: 'General',
            content: (
              <div className={styles.tab} ref={general} tabIndex={-1}>
                {fromEngine}
                {sample && <SampleNotice>The settings of the SAMPLE store are fixed. Yours are with your live data.</SampleNotice>}
                {answer && !sample && <EngineSettings key={JSON.stringify(answer.settings)} settings={answer.settings} onSaved={saved} />}
              </div>
            ),
          },
          { id: 'appearance', title: 'Appearance', content: <div className={styles.tab} children={<AppearanceSettings />} /> },
          { id: 'keys', title: 'Keys', content: <div className={styles.tab} children={<KeySettings />} /> },
          {
            id: 'about',
            title: 'About',
            content: (
              <div className={styles.tab}>
                {fromEngine}
                {answer && <AboutSettings {...answer} />}
              </div>
            ),
          },
        ]}
      />
    </Page>
  )
}
