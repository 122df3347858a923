import { useRef, type ReactNode } from 'react'
import type { SettingsAnswer } from '../../../app/contract/settings.ts'
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
import { ApiSettings } from './api-settings.tsx'
import { AppearanceSettings } from './appearance-settings.tsx'
import { BlocklistSettings } from './blocklist-settings.tsx'
import { EngineSettings } from './engine-settings.tsx'
import { KeySettings } from './key-settings.tsx'
import { MaskingSettings } from './masking-settings.tsx'
import { RequestSettings } from './request-settings.tsx'
import styles from './settings.module.css'

const tabs = ['general', 'api', 'blocklist', 'masking', 'requests', 'appearance', 'keys', 'about'] as const
type Tab = (typeof tabs)[number]

export function SettingsPage() {
  const [loaded, again] = useRequest('settings.get', {})
  const wanted = useRoute(({ parameters }) => parameters.tab)
  const selected = tabs.find((tab) => tab === wanted) ?? 'general'
  const answer = loaded.output
  const sample = useSession(({ hello }) => hello?.sample ?? false)
  // Saving renews the form; whoever pressed Save by keyboard goes on from its top.
  const form = useRef<HTMLDivElement>(null)
  const saved = () => {
    form.current?.focus()
    again()
  }
  const fromEngine =
    loaded.kind === 'failed' ? (
      <ErrorState title="The settings could not be read" error={loaded.error} onRetry={again} />
    ) : (
      answer === undefined && <Skeleton lines={8} label="Loading settings" />
    )
  /** What is kept in vedette.yml, or in the store of the live data. */
  const kept = (tab: Tab, content: ReactNode) => (
    <div className={styles.tab} ref={tab === selected ? form : undefined} tabIndex={-1}>
      {fromEngine}
      {sample && <SampleNotice>The settings of the SAMPLE store are fixed. Yours are with your live data.</SampleNotice>}
      {answer && !sample && content}
    </div>
  )
  const plain = (content: ReactNode) => <div className={styles.tab}>{content}</div>
  return (
    <Page title="Settings">
      {answer !== undefined && answer.problems.length > 0 && <FileProblems answer={answer} />}
      <Tabs<Tab>
        label="Settings"
        selected={selected}
        onSelect={(tab) => refineRoute({ tab })}
        tabs={[
          {
            id: 'general',
            title: 'General',
            keep: true,
            content: kept(
              'general',
              answer && (
                <EngineSettings
                  key={JSON.stringify({ ...answer.settings, masking: undefined, requests: undefined })}
                  settings={answer.settings}
                  onSaved={saved}
                />
              ),
            ),
          },
          { id: 'api', title: 'API and tokens', content: kept('api', <ApiSettings />) },
          { id: 'blocklist', title: 'Blocklist', content: kept('blocklist', <BlocklistSettings />) },
          {
            id: 'masking',
            title: 'Masking',
            keep: true,
            content: kept(
              'masking',
              answer && (
                <MaskingSettings
                  key={JSON.stringify(answer.settings.masking)}
                  settings={answer.settings}
                  shown={selected === 'masking'}
                  onSaved={saved}
                />
              ),
            ),
          },
          {
            id: 'requests',
            title: 'Request patterns',
            keep: true,
            content: kept(
              'requests',
              answer && <RequestSettings key={JSON.stringify(answer.settings.requests)} answer={answer} onSaved={saved} />,
            ),
          },
          { id: 'appearance', title: 'Appearance', content: plain(<AppearanceSettings />) },
          { id: 'keys', title: 'Keys', content: plain(<KeySettings />) },
          {
            id: 'about',
            title: 'About',
            content: plain(
              <>
                {fromEngine}
                {answer && <AboutSettings {...answer} />}
              </>,
            ),
          },
        ]}
      />
    </Page>
  )
}

function FileProblems({ answer: { file, problems } }: { answer: SettingsAnswer }) {
  return (
    <Notice tone="danger" title="vedette.yml has mistakes; the settings from before stay in force.">
      <ul className={styles.problems}>
        {problems.map(({ line, column, path, message }) => (
          <li key={`${line}:${column} ${path}`}>
            <code>
              {file}:{line}:{column}
            </code>{' '}
            {path !== '' && <code>{path}</code>} {message}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
