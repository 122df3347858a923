import { Ban, Plus } from 'lucide-react'
import type { BlockEntry } from '../../../app/model/block-entry.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Section } from '../../components/page.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { formatAgo, formatCount } from '../../format.ts'
import { refine, useParameter } from '../../query/view.ts'
import { listBlocked, unblock, useBlocklist } from '../../state/blocklist.ts'
import { useNow, useTime } from '../../state/use-time.ts'
import { useRequest } from '../../state/use-request.ts'
import { BlockDialog } from '../block/block-dialog.tsx'
import { apiAddress } from './api-address.ts'
import styles from './settings.module.css'

const columns = [
  { title: 'Address' },
  { title: 'Reason' },
  { title: 'By' },
  { title: 'Leaves the list', width: 130 },
  { title: 'Actions', hidden: true },
] as const

/** What firewalls are told to block, and where they ask. */
export function BlocklistSettings() {
  const { entries, problem } = useBlocklist()
  const adding = useParameter('form') === 'new'
  const url = useRequest('tokens.list', {})[0].output?.api.url
  const add = (
    <Button icon={<Plus aria-hidden />} onPress={() => refine({ form: 'new' })}>
      Block an address
    </Button>
  )
  return (
    <>
      <Section
        title="For firewalls"
        description="This console blocks nothing itself. A firewall polls this address as an external dynamic list, one entry a line."
      >
        {url === undefined ? (
          <p className={styles.quiet}>The API is not served just now, and the list with it: see API and tokens.</p>
        ) : (
          <div className={styles.stack}>
            <Copyable text={apiAddress(url, '/blocklist')} label="Copy the address" />
            <p className={styles.quiet}>
              It wants a token of the scope “blocklist”: as a bearer token, or as the password of HTTP Basic with any user name. JSON by{' '}
              <code>?format=json</code>.
            </p>
          </div>
        )}
      </Section>
      <Section
        title="On the list"
        {...(entries !== undefined && { description: entries.length === 1 ? 'One entry' : `${formatCount(entries.length)} entries` })}
        actions={add}
      >
        {problem !== undefined && <ErrorState title="The blocklist could not be read" error={problem} onRetry={() => void listBlocked()} />}
        {entries === undefined && problem === undefined && <Skeleton lines={3} label="Loading the blocklist" />}
        {entries?.length === 0 && (
          <EmptyState icon={<Ban aria-hidden />} title="Nothing is blocked">
            <p>An event comes here when its decision blocks: a score of 100, with the blocking flag on. Or put an address here yourself.</p>
          </EmptyState>
        )}
        {entries !== undefined && entries.length > 0 && (
          <PlainTable flush label="Blocklist" columns={columns}>
            <tbody>
              {entries.map((entry) => (
                <BlockRow key={entry.id} entry={entry} />
              ))}
            </tbody>
          </PlainTable>
        )}
      </Section>
      {adding && <BlockDialog onClose={() => refine({ form: undefined })} />}
    </>
  )
}

function BlockRow({ entry }: { entry: BlockEntry }) {
  const time = useTime()
  const now = useNow(10_000)
  return (
    <tr>
      <td>
        <code>{entry.value}</code>
      </td>
      <td className={styles.wrap}>
        {entry.reason}
        {entry.event_id !== undefined && (
          <>
            {' '}
            <a href={`#/queue?event=${entry.event_id}&status=all&range=all`}>its event</a>
          </>
        )}
      </td>
      <td className={styles.quiet}>
        {entry.origin === 'decision' ? <Badge tone="info">decision</Badge> : entry.added_by}{' '}
        <span title={time(entry.added_at)}>{formatAgo(entry.added_at, now)}</span>
      </td>
      <td className={styles.quiet}>
        <span title={time(entry.expires_at)}>{formatAgo(entry.expires_at, now)}</span>
      </td>
      <td data-align="end">
        <Button size="small" onPress={() => void unblock(entry)} aria-label={`Take ${entry.value} off the list`}>
          Remove
        </Button>
      </td>
    </tr>
  )
}
