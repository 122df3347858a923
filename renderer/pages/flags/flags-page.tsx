import { ErrorState } from '../../components/error-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page, Section } from '../../components/page.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { flagEnabled, listFlags, useFlags } from '../../state/flags.ts'
import { FlagRow } from './flag-row.tsx'

const columns = [
  { title: 'Flag', width: 350 },
  { title: 'Gates' },
  { title: 'Default', width: 80 },
  { title: 'Changed', width: 170 },
] as const

export function FlagsPage() {
  const { flags, problem } = useFlags()
  const main = flags?.filter(({ gates }) => gates !== 'family') ?? []
  const families = flags?.filter(({ gates }) => gates === 'family') ?? []
  const detecting = flagEnabled(flags, 'detection')
  return (
    <Page title="Flags" description="Switches that gate detection, alerting, blocking and each family of detectors.">
      {problem !== undefined && <ErrorState title="The flags could not be listed" error={problem} onRetry={() => void listFlags()} />}
      {flags === undefined && problem === undefined && <Skeleton lines={6} label="Loading flags" />}
      {detecting === false && (
        <Notice tone="warning" title="Detection is off.">
          Records are stored and can be searched; no events are made, whatever the other flags say.
        </Notice>
      )}
      {main.length > 0 && (
        <Section title="What the engine may do">
          <PlainTable flush label="Detection, alerting and blocking" columns={columns}>
            <tbody>
              {main.map((flag) => (
                <FlagRow key={flag.name} flag={flag} idle={flag.gates !== 'detection' && detecting === false} />
              ))}
            </tbody>
          </PlainTable>
        </Section>
      )}
      {families.length > 0 && (
        <Section title="Families of detectors">
          <PlainTable flush label="Families of detectors" columns={columns}>
            <tbody>
              {families.map((flag) => (
                <FlagRow key={flag.name} flag={flag} idle={detecting === false} />
              ))}
            </tbody>
          </PlainTable>
        </Section>
      )}
    </Page>
  )
}
