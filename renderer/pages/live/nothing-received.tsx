import { Cable } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Copyable } from '../../components/copyable.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { goTo } from '../../state/route.ts'
import { useSources } from '../../state/sources.ts'
import { isExposed } from '../sources/source-advice.ts'
import { testCommandOf } from '../sources/test-command.ts'

/** No record has ever come: what listens, what may be in the way, and a command that sends one. */
export function NothingReceived() {
  const { sources, types } = useSources()
  const listening =
    sources?.flatMap((status) => (status.state.kind === 'listening' ? [{ source: status.source, state: status.state }] : [])) ?? []
  const [first] = listening
  const info = first && types.find(({ type }) => type === first.source.type)
  return (
    <EmptyState
      icon={<Cable aria-hidden />}
      title="Nothing received yet"
      actions={
        <>
          <Button onPress={() => goTo('start')}>Import files or replay the sample</Button>
          <Button onPress={() => goTo('sources')}>Sources</Button>
        </>
      }
    >
      {listening.length === 0 ? (
        <p>No source is listening. Add or resume one on Sources.</p>
      ) : (
        <p>
          Listening on{' '}
          {listening.map(({ source, state }, index) => (
            <span key={source.id}>
              {index > 0 && ', '}
              <code>
                {source.type.endsWith('tcp') ? 'tcp' : 'udp'} {state.address}:{state.port}
              </code>
            </span>
          ))}
          .{' '}
          {listening.every(({ state }) => !isExposed(state.address))
            ? 'Only this machine can send there until you choose another address on Sources.'
            : 'If nothing comes from other machines, look at the firewall between.'}
        </p>
      )}
      {first !== undefined && info !== undefined && (
        <>
          <p>This sends one message:</p>
          <Copyable text={testCommandOf(info, first.state.address, first.state.port)} label="Copy the test command" />
        </>
      )}
    </EmptyState>
  )
}
