import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useParameter } from '../../query/view.ts'
import { goTo } from '../../state/route.ts'
import { SignalList } from './signal-list.tsx'
import { StreamForm } from './stream-form.tsx'
import { StreamPage } from './stream-page.tsx'
import { useStreams } from './use-streams.ts'

/** Metrics over time: the list of them, one of them in full, or the form that makes one. */
export function SignalsPage() {
  const streams = useStreams()
  const name = useParameter('stream')
  const form = useParameter('form')
  if (form === undefined && name === undefined) return <SignalList streams={streams} />
  if (form === 'new') return <StreamForm row={undefined} onSaved={streams.reload} />

  const row = streams.rows?.find((one) => one.name === name)
  if (row !== undefined && form === 'edit') return <StreamForm key={row.name} row={row} onSaved={streams.reload} />
  if (row !== undefined) return <StreamPage key={row.name} row={row} reload={streams.reload} />
  if (streams.rows === undefined && streams.error === undefined) return <Skeleton lines={8} label="Loading the signal" />
  if (streams.rows === undefined && streams.error !== undefined)
    return <ErrorState title="The signal could not be loaded" error={streams.error} onRetry={streams.reload} />
  return (
    <EmptyState title={`There is no stream “${name}”`} actions={<Button onPress={() => goTo('signals')}>All signals</Button>}>
      <p>It was removed, or has another name now.</p>
    </EmptyState>
  )
}
