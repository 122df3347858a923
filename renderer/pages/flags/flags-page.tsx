import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Flag } from '../../../app/model/flag.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page, Section } from '../../components/page.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { refine, useParameter } from '../../query/view.ts'
import { flagEnabled, listFlags, useFlags } from '../../state/flags.ts'
import { FlagRow } from './flag-row.tsx'
import { RegisterDialog } from './register-dialog.tsx'
import { TargetingDialog } from './targeting-dialog.tsx'
import styles from './flags.module.css'

const columns = [
  { title: 'Flag' },
  { title: 'On for', width: 190 },
  { title: 'Last 7 days', width: 230 },
  { title: 'Changed', width: 130 },
] as const

export function FlagsPage() {
  const { flags, problem } = useFlags()
  const [targeting, setTargeting] = useState<string>()
  const registering = useParameter('register') !== undefined
  const of = (...gates: Flag['gates'][]) => flags?.filter((flag) => gates.includes(flag.gates)) ?? []
  const detecting = flagEnabled(flags, 'detection')
  const register = (
    <Button icon={<Plus aria-hidden />} onPress={() => refine({ register: 'new' })}>
      Register a flag
    </Button>
  )
  const table = (label: string, rows: readonly Flag[]) => (
    <PlainTable flush label={label} columns={columns}>
      <tbody className={styles.rows}>
        {rows.map((flag) => (
          <FlagRow
            key={flag.name}
            flag={flag}
            idle={detecting === false && flag.gates !== 'detection' && flag.gates !== 'application'}
            onTarget={() => setTargeting(flag.name)}
          />
        ))}
      </tbody>
    </PlainTable>
  )
  const targeted = flags?.find(({ name }) => name === targeting)
  return (
    <Page
      title="Flags"
      description="Switches that gate detection, alerting, blocking and each family of rules: for everyone, for some, or for a share."
      actions={flags && register}
    >
      {problem !== undefined && <ErrorState title="The flags could not be listed" error={problem} onRetry={() => void listFlags()} />}
      {flags === undefined && problem === undefined && <Skeleton lines={6} label="Loading flags" />}
      {detecting === false && (
        <Notice tone="warning" title="Detection is off.">
          Records are stored and can be searched; no events are made, whatever the other flags say.
        </Notice>
      )}
      {flags !== undefined && (
        <>
          <Section title="What the engine may do">
            {table('Detection, alerting and blocking', of('detection', 'alerting', 'blocking'))}
          </Section>
          <Section title="Families of rules">{table('Families of rules', of('family'))}</Section>
          <Section title="For applications" description="Kept here for other programs, which ask for them through the API.">
            {of('application').length > 0 ? (
              table('Flags for applications', of('application'))
            ) : (
              <EmptyState title="None is registered" actions={register}>
                <p>
                  An application asks <code>GET /v1/flags/NAME</code>, and you switch it here: for everyone, for a tenant, for a share of
                  users.
                </p>
              </EmptyState>
            )}
          </Section>
        </>
      )}
      {targeted !== undefined && <TargetingDialog flag={targeted} onClose={() => setTargeting(undefined)} />}
      {registering && <RegisterDialog onClose={() => refine({ register: undefined })} />}
    </Page>
  )
}
