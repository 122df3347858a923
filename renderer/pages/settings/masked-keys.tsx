import { RefreshCw } from 'lucide-react'
import type { MaskingReport } from '../../../app/model/masking.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Section } from '../../components/page.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { formatCount } from '../../format.ts'
import type { Loaded } from '../../state/use-request.ts'
import styles from './settings.module.css'

const columns = [{ title: 'Key' }, { title: 'Because of' }, { title: 'Masked', align: 'end' }, { title: 'Actions', hidden: true }] as const

export interface MaskedKeysProps {
  loaded: Loaded<MaskingReport>
  onAgain: () => void
  /** Keys that are exempt, saved or not. */
  kept: readonly string[]
  onKeep: (key: string) => void
}

/** Which keys lost their values lately, and to which fragment: an ordinary word among them can be kept from now on. */
export function MaskedKeys({ loaded, onAgain, kept, onKeep }: MaskedKeysProps) {
  const report = loaded.output
  return (
    <Section
      title="Masked lately"
      description={
        report === undefined
          ? 'Since the engine started.'
          : `Since the engine started; ${formatCount(report.records)} records held a secret in their text.`
      }
      actions={
        <Button size="small" icon={<RefreshCw aria-hidden />} onPress={onAgain}>
          Refresh
        </Button>
      }
    >
      {loaded.kind === 'failed' && <ErrorState title="What was masked could not be told" error={loaded.error} onRetry={onAgain} />}
      {report === undefined && loaded.kind === 'loading' && <Skeleton lines={3} label="Loading what was masked" />}
      {report?.keys.length === 0 && <p className={styles.quiet}>No value was masked by its key yet.</p>}
      {report !== undefined && report.keys.length > 0 && (
        <PlainTable flush label="Masked keys" columns={columns}>
          <tbody>
            {report.keys.map(({ key, fragment, count }) => (
              <tr key={key}>
                <td>
                  <KeyWithFragment name={key} fragment={fragment} />
                </td>
                <td className={styles.quiet}>
                  <code>{fragment}</code>
                </td>
                <td data-align="end">{formatCount(count)}</td>
                <td data-align="end">
                  {kept.includes(key) ? (
                    <Badge tone="accent">kept from now on</Badge>
                  ) : (
                    <Button size="small" onPress={() => onKeep(key)} aria-label={`Keep ${key}`}>
                      Keep this key
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
    </Section>
  )
}

/** The key with what it was masked for marked in it. */
function KeyWithFragment({ name, fragment }: { name: string; fragment: string }) {
  const normal = (text: string) => text.toLowerCase().replaceAll('-', '_')
  const at = normal(name).indexOf(normal(fragment))
  if (at === -1) return <code>{name}</code>
  const end = at + fragment.length
  return (
    <code>
      {name.slice(0, at)}
      <mark className={styles.fragment}>{name.slice(at, end)}</mark>
      {name.slice(end)}
    </code>
  )
}
