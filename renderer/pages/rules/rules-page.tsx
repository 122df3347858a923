import { useState } from 'react'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Page } from '../../components/page.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { SeverityBadge } from '../../components/severity-badge.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { SplitPane } from '../../components/split-pane.tsx'
import { TextField } from '../../components/text-field.tsx'
import { formatName } from '../../format.ts'
import { useCommand } from '../../keys/use-command.ts'
import { useFlags } from '../../state/flags.ts'
import { refineRoute, useRoute } from '../../state/route.ts'
import { useRequest } from '../../state/use-request.ts'
import { RuleDetail } from './rule-detail.tsx'
import { matchesRule, rulesOf } from './rule-list.ts'
import { useRuleKeys } from './use-rule-keys.ts'
import styles from './rules.module.css'

const columns = [
  { title: 'Rule' },
  { title: 'Severity' },
  { title: 'Risk', align: 'end' },
  { title: 'Category' },
  { title: 'ATT&CK' },
  { title: 'Detector' },
] as const

export function RulesPage() {
  const [loaded, again] = useRequest('profiles.list', {})
  const [text, setText] = useState('')
  const open = useRoute(({ parameters }) => parameters.rule)
  const flags = useFlags((state) => state.flags)
  const all = loaded.output === undefined ? [] : rulesOf(loaded.output.profiles, loaded.output.detectors)
  const rules = all.filter((rule) => text.trim() === '' || matchesRule(rule, text.trim()))
  const shown = all.find(({ profile }) => profile.anomaly_type === open)
  const close = () => refineRoute({})
  useCommand('list.back', shown === undefined ? undefined : close)
  const list = useRuleKeys(rules.map(({ profile }) => profile.anomaly_type))

  return (
    <Page
      layout="fill"
      title="Rules"
      description="What can be raised, how grave it is, and the numbers behind it."
      actions={
        <div className={styles.search}>
          <TextField aria-label="Find a rule" placeholder="Find a rule" value={text} onChange={setText} type="search" />
        </div>
      }
    >
      <SplitPane sideLabel="Rule" side={shown && <RuleDetail key={shown.profile.anomaly_type} rule={shown} onClose={close} />}>
        <div className={styles.list} ref={list}>
          {loaded.kind === 'failed' && <ErrorState title="The rules could not be listed" error={loaded.error} onRetry={again} />}
          {loaded.kind === 'loading' && loaded.output === undefined && <Skeleton lines={8} label="Loading rules" />}
          {all.length > 0 && rules.length === 0 && (
            <EmptyState
              title="No rule has all of these words"
              actions={<Button onPress={() => setText('')}>Show all {all.length}</Button>}
            />
          )}
          {rules.length > 0 && (
            <PlainTable label="Rules" columns={columns}>
              <tbody>
                {rules.map(({ profile, detector }) => {
                  const off = flags?.some(({ name, enabled }) => name === detector?.flag && !enabled)
                  const isOpen = profile.anomaly_type === open
                  return (
                    <tr key={profile.anomaly_type} className={isOpen ? styles.open : undefined}>
                      <td>
                        <button
                          type="button"
                          className={styles.title}
                          data-rule={profile.anomaly_type}
                          aria-expanded={isOpen}
                          onClick={() => refineRoute({ rule: profile.anomaly_type })}
                        >
                          {profile.title}
                        </button>
                      </td>
                      <td>
                        <SeverityBadge severity={profile.severity} />
                      </td>
                      <td data-align="end">{profile.risk_score}</td>
                      <td>{formatName(profile.category)}</td>
                      <td className={styles.techniques}>{profile.techniques.map(({ id }) => id).join(', ') || '—'}</td>
                      <td>
                        {detector?.title ?? '—'} {off && <Badge>off</Badge>}
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </PlainTable>
          )}
        </div>
      </SplitPane>
    </Page>
  )
}
