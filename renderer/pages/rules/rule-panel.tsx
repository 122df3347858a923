import type { Flag } from '../../../app/model/flag.ts'
import { Badge } from '../../components/badge.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { FlyoutHead, FlyoutLine } from '../../components/flyout-head.tsx'
import { SeverityBadge } from '../../components/severity-badge.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { refine, useParameter } from '../../query/view.ts'
import { useFlags } from '../../state/flags.ts'
import { useProfile } from '../../state/profiles.ts'
import { AboutTab } from './about-tab.tsx'
import { RevisionsTab } from './revisions-tab.tsx'
import { RuleHealthBadge } from './rule-health.tsx'
import type { Rule } from './rule-list.ts'
import { TuneTab } from './tune-tab.tsx'
import { usePreview } from './use-preview.ts'
import styles from './rules.module.css'

const tabIds = ['about', 'tune', 'revisions'] as const
type TabId = (typeof tabIds)[number]

/** One rule in full, beside the list: what it is and how it has done, its fields, every revision of them. */
export function RulePanel({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const { anomaly_type, title } = rule.profile
  const [loaded, again] = useProfile(anomaly_type)
  const asked = useParameter('tab')
  const tab = tabIds.find((one) => one === asked) ?? 'about'
  const setTab = (next: TabId) => refine({ tab: next === 'about' ? undefined : next })
  const flag = useFlags(({ flags }) => flags?.find(({ name }) => name === rule.statistics.flag))
  const preview = usePreview()
  const detail = loaded.output
  return (
    <>
      <FlyoutHead title={title} onClose={onClose}>
        <FlyoutLine>
          <SeverityBadge severity={rule.profile.severity} />
          <span>Risk {rule.profile.risk_score}</span>
          <RuleHealthBadge health={rule.statistics.health} />
          <OffBadge flag={flag} />
          <code className={styles.faint}>{anomaly_type}</code>
        </FlyoutLine>
      </FlyoutHead>
      {detail === undefined && loaded.kind === 'loading' && <Skeleton lines={8} label="Loading the rule" />}
      {detail === undefined && loaded.kind === 'failed' && (
        <ErrorState title="The rule could not be loaded" error={loaded.error} onRetry={again} />
      )}
      {detail !== undefined && (
        <Tabs
          label="Rule"
          selected={tab}
          onSelect={setTab}
          tabs={[
            { id: 'about', title: 'About', content: <AboutTab rule={rule} detail={detail} flag={flag} /> },
            { id: 'tune', title: 'Tune', content: <TuneTab detail={detail} detector={rule.detector} preview={preview} /> },
            {
              id: 'revisions',
              title: 'History',
              count: detail.revisions.length || undefined,
              content: <RevisionsTab detail={detail} detector={rule.detector} onEdit={() => setTab('tune')} />,
            },
          ]}
        />
      )}
    </>
  )
}

function OffBadge({ flag }: { flag: Flag | undefined }) {
  return flag?.enabled === false ? <Badge>flag off</Badge> : null
}
