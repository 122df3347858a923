import { useCallback, useEffect, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { ContractError } from '../../app/contract/protocol.ts'
import type { RequestInput, RequestName, RequestOutput } from '../../app/contract/requests.ts'
import { request } from './connection.ts'
import { useSession } from './session.ts'

/** What a page shows of a request. While it is asked again, and after a failure, the last answer stays at hand. */
export type Loaded<Output> =
  | { kind: 'loading'; output: Output | undefined; fraction: number | undefined }
  | { kind: 'ready'; output: Output }
  | { kind: 'failed'; error: ContractError; output: Output | undefined }

/**
 * Asks the engine whenever the input or the session's epoch changes, cancelling what is no longer wanted.
 * `input: undefined` asks nothing yet. An answer to another input is never shown as the answer to this one.
 */
export function useRequest<Name extends RequestName>(
  name: Name,
  input: RequestInput<Name> | undefined,
): [Loaded<RequestOutput<Name>>, () => void] {
  type Output = RequestOutput<Name>
  const { epoch, view } = useSession(useShallow(({ epoch, view }) => ({ epoch, view })))
  const asked = input === undefined ? undefined : JSON.stringify(input)
  const key = asked === undefined ? undefined : `${view} ${name} ${asked}`
  const [round, setRound] = useState(0)
  const [held, setHeld] = useState<{ key: string | undefined; loaded: Loaded<Output> }>({ key, loaded: loading<Output>(undefined) })

  useEffect(() => {
    if (asked === undefined) return
    const stop = new AbortController()
    const keepOutput = (then: (output: Output | undefined) => Loaded<Output>) => {
      if (stop.signal.aborted) return
      setHeld((before) => ({ key, loaded: then(before.key === key ? before.loaded.output : undefined) }))
    }
    keepOutput(loading)
    const onProgress = (fraction: number) => keepOutput((output) => ({ kind: 'loading', output, fraction }))
    void request(name, JSON.parse(asked) as RequestInput<Name>, { signal: stop.signal, onProgress }).then((answer) => {
      if (answer.kind === 'ok') keepOutput(() => ({ kind: 'ready', output: answer.output }))
      else if (answer.error.kind !== 'cancelled') keepOutput((output) => ({ kind: 'failed', error: answer.error, output }))
    })
    return () => stop.abort()
  }, [name, asked, key, epoch, round])

  const again = useCallback(() => setRound((count) => count + 1), [])
  return [held.key === key ? held.loaded : loading<Output>(undefined), again]
}

function loading<Output>(output: Output | undefined): Loaded<Output> {
  return { kind: 'loading', output, fraction: undefined }
}
