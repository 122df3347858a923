import { Plus, RadioTower } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Source } from '../../../app/model/source.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Page, Section } from '../../components/page.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { refine, useParameter } from '../../query/view.ts'
import { goTo } from '../../state/route.ts'
import { useSession } from '../../state/session.ts'
import { listSources, useSources } from '../../state/sources.ts'
import { SampleNotice } from '../sample-notice.tsx'
import { SourceForm } from './source-form.tsx'
import { SourceRow } from './source-row.tsx'

const columns = [
  { title: 'Name' },
  { title: 'State' },
  { title: 'Type' },
  { title: 'Address' },
  { title: 'Rate', align: 'end' },
  { title: 'Lost', align: 'end' },
  { title: 'Last record', align: 'end' },
  { title: 'Actions', hidden: true },
] as const

export function SourcesPage() {
  const { sources, types, problem } = useSources()
  const [edited, setEdited] = useState<Source>()
  // In the address, so that a command opens it from any page.
  const adding = useParameter('form') === 'new'
  // What the analyst opened or closed; a failed source is open until closed.
  const [toggled, setToggled] = useState<Record<string, boolean>>({})
  const sample = useSession(({ hello }) => hello?.sample ?? false)
  const list = useRef<HTMLDivElement>(null)
  const count = sources?.length ?? 0
  const former = useRef(count)
  useEffect(() => {
    // The row that held the focus has gone, and would take it along.
    if (count < former.current && document.activeElement === document.body)
      list.current?.querySelector<HTMLElement>('[role="group"]')?.focus()
    former.current = count
  }, [count])
  const add = (
    <Button variant="primary" icon={<Plus aria-hidden />} onPress={() => refine({ form: 'new' })} isDisabled={types.length === 0}>
      Add a source
    </Button>
  )
  return (
    <Page title="Sources" description="What listens on this machine." actions={sample ? undefined : add}>
      {problem !== undefined && <ErrorState title="The sources could not be listed" error={problem} onRetry={() => void listSources()} />}
      {sources === undefined && problem === undefined && <Skeleton lines={4} label="Loading sources" />}
      {sample && <SampleNotice>These listeners belong to the SAMPLE store and go with it. Yours are with your live data.</SampleNotice>}
      {sources?.length === 0 && (
        <EmptyState
          icon={<RadioTower aria-hidden />}
          title="Nothing listens"
          actions={
            <>
              {add}
              <Button onPress={() => goTo('start')}>Other ways to begin</Button>
            </>
          }
        >
          <p>Add a syslog or flow listener, then point a sender at it. A new one hears this machine only.</p>
        </EmptyState>
      )}
      {sources !== undefined && sources.length > 0 && (
        <div ref={list}>
          <Section>
            <PlainTable flush label="Sources" columns={columns}>
              {sources.map((status) => {
                const { id } = status.source
                const isOpen = toggled[id] ?? status.state.kind === 'failed'
                return (
                  <SourceRow
                    key={id}
                    status={status}
                    title={types.find(({ type }) => type === status.source.type)?.title ?? status.source.type}
                    isOpen={isOpen}
                    isFixed={sample}
                    onToggle={() => setToggled((before) => ({ ...before, [id]: !isOpen }))}
                    onEdit={setEdited}
                  />
                )
              })}
            </PlainTable>
          </Section>
        </div>
      )}
      {edited !== undefined && <SourceForm source={edited} onClose={() => setEdited(undefined)} />}
      {adding && !sample && types.length > 0 && <SourceForm source={undefined} onClose={() => refine({ form: undefined })} />}
    </Page>
  )
}
