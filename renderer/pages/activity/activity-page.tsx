import { History, RefreshCw, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Page, Section } from '../../components/page.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { refineRoute, useRoute } from '../../state/route.ts'
import { useTime } from '../../state/use-time.ts'
import { ActivityRow } from './activity-row.tsx'
import { useActivity } from './use-activity.ts'
import { useVerification } from './verify-chain.tsx'
import styles from './activity.module.css'

const columns = [
  { title: 'Line', width: 96 },
  { title: 'When', width: 156 },
  { title: 'Who', width: 90 },
  { title: 'What', width: 130 },
  { title: 'Subject', width: 210 },
  { title: 'Change' },
] as const

export function ActivityPage() {
  const subject = useRoute(({ parameters }) => parameters.subject)
  const { first, lines, more, loadOlder, again } = useActivity(subject)
  const { button, result } = useVerification()
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const time = useTime()
  const toggle = (seq: number) =>
    setOpen((before) => (before.has(seq) ? new Set([...before].filter((one) => one !== seq)) : new Set([...before, seq])))
  return (
    <Page
      title="Activity"
      description="Everything anyone changed. Each line holds the hash of the one before it."
      actions={
        <>
          <Button icon={<RefreshCw aria-hidden />} onPress={again}>
            Refresh
          </Button>
          {button}
        </>
      }
    >
      {result}
      {subject !== undefined && (
        <p className={styles.filter}>
          Only <code>{subject}</code>
          <Button size="small" icon={<X aria-hidden />} onPress={() => refineRoute({})}>
            Show everything
          </Button>
        </p>
      )}
      {first.kind === 'failed' && <ErrorState title="The activity log could not be read" error={first.error} onRetry={again} />}
      {first.kind === 'loading' && first.output === undefined && <Skeleton lines={8} label="Loading activity" />}
      {first.kind === 'ready' && lines.length === 0 && (
        <EmptyState
          icon={<History aria-hidden />}
          title={subject === undefined ? 'Nothing has been changed yet' : 'Nothing about this subject'}
        >
          <p>Acknowledging an event, switching a flag or adding a source leaves a line here.</p>
        </EmptyState>
      )}
      {lines.length > 0 && (
        <Section>
          <PlainTable flush label="Activity" columns={columns}>
            {lines.map((line) => (
              <ActivityRow
                key={line.seq}
                line={line}
                time={time(line.at)}
                isOpen={open.has(line.seq)}
                onToggle={() => toggle(line.seq)}
                onSubject={(one) => refineRoute({ subject: one })}
              />
            ))}
          </PlainTable>
        </Section>
      )}
      {lines.length > 0 && (
        <p className={styles.foot}>
          {more ? <Button onPress={() => void loadOlder()}>Older</Button> : subject === undefined && 'This is where the log begins.'}
        </p>
      )}
    </Page>
  )
}
