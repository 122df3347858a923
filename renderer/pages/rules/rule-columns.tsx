import type { Flag } from '../../../app/model/flag.ts'
import { Badge } from '../../components/badge.tsx'
import type { DataColumn } from '../../components/data-table.tsx'
import { SeverityBadge } from '../../components/severity-badge.tsx'
import { formatAgo, formatCount, formatName, formatShort, formatTime } from '../../format.ts'
import type { TimeZoneChoice } from '../../state/preferences.ts'
import type { Rule } from './rule-list.ts'
import { RuleHealthBadge } from './rule-health.tsx'
import { VerdictBar } from './verdict-bar.tsx'
import styles from './rules.module.css'

export interface RuleColumnContext {
  zone: TimeZoneChoice
  now: number
  flags: readonly Flag[] | undefined
  /** Rules with changes that nobody has saved. */
  unsaved: (anomaly_type: string) => boolean
  /** Beside an open rule there is room for the name and the figures. */
  brief: boolean
}

export function ruleColumns({ zone, now, flags, unsaved, brief }: RuleColumnContext): DataColumn<Rule>[] {
  return [
    { id: 'title', title: 'Rule', size: 190, grow: 3, sortable: true, cell: (rule) => <Name rule={rule} unsaved={unsaved} /> },
    { id: 'severity', title: 'Severity', size: 102, sortable: true, cell: ({ profile }) => <SeverityBadge severity={profile.severity} /> },
    { id: 'risk', title: 'Risk', size: 58, align: 'end', sortable: true, cell: ({ profile }) => profile.risk_score },
    { id: 'category', title: 'Category', size: 96, optional: brief, cell: ({ profile }) => formatName(profile.category) },
    { id: 'health', title: 'Health', size: 98, sortable: true, cell: ({ statistics }) => <RuleHealthBadge health={statistics.health} /> },
    { id: 'flag', title: 'Flag', size: 58, optional: brief, cell: (rule) => <FlagState rule={rule} flags={flags} /> },
    {
      id: 'events',
      title: 'Events/day',
      size: 100,
      align: 'end',
      sortable: true,
      cell: ({ statistics }) => (statistics.events_per_day === 0 ? <None text="0" /> : formatShort(statistics.events_per_day)),
    },
    { id: 'open', title: 'Open', size: 64, align: 'end', optional: true, cell: ({ statistics }) => formatCount(statistics.open) },
    {
      id: 'verdicts',
      title: 'True, benign, false',
      size: 156,
      sortable: true,
      cell: ({ statistics }) => <VerdictBar statistics={statistics} />,
    },
    {
      id: 'fired',
      title: 'Last fired',
      size: 100,
      sortable: true,
      optional: brief,
      cell: ({ statistics: { last_fired } }) =>
        last_fired === undefined ? <None text="never" /> : <span title={formatTime(last_fired, zone)}>{formatAgo(last_fired, now)}</span>,
    },
    {
      id: 'detector',
      title: 'Detector',
      size: 130,
      grow: 2,
      sortable: true,
      optional: brief,
      cell: ({ detector }) => <span title={detector?.title}>{detector?.title ?? 'Applications'}</span>,
    },
    {
      id: 'attack',
      title: 'ATT&CK',
      size: 120,
      optional: true,
      monospace: true,
      cell: ({ profile }) => profile.techniques.map(({ id }) => id).join(', ') || <None text="none" />,
    },
  ]
}

function Name({ rule: { profile, revision }, unsaved }: { rule: Rule; unsaved: (anomaly_type: string) => boolean }) {
  return (
    <>
      <span className={styles.title} title={`${profile.title} (${profile.anomaly_type})`}>
        {profile.title}
      </span>
      {unsaved(profile.anomaly_type) ? (
        <span className={styles.mark}>
          <Badge tone="warning">unsaved</Badge>
        </span>
      ) : (
        revision > 0 && (
          <span className={styles.mark}>
            <Badge tone="accent">rev {revision}</Badge>
          </span>
        )
      )}
    </>
  )
}

function FlagState({ rule, flags }: { rule: Rule; flags: readonly Flag[] | undefined }) {
  const flag = flags?.find(({ name }) => name === rule.statistics.flag)
  if (flag === undefined) return <None text="none" />
  return <Badge tone={flag.enabled ? 'info' : 'neutral'}>{flag.enabled ? 'on' : 'off'}</Badge>
}

function None({ text }: { text: string }) {
  return <span className={styles.faint}>{text}</span>
}
