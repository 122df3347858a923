import { useEffect, useMemo } from 'react'
import type { ContractError } from '../../../app/contract/protocol.ts'
import { subscribe } from '../../state/connection.ts'
import { useRequest } from '../../state/use-request.ts'
import { signalRowsOf, type SignalRow } from './signal-rows.ts'

/** How old counts and sparklines may be. */
const period = 4_000

export interface Streams {
  /** Unset until both have been listed once. */
  rows: SignalRow[] | undefined
  error: ContractError | undefined
  reload: () => void
}

/** Streams and presets, asked again every few seconds while somebody can see them. */
export function useStreams(): Streams {
  const [streams, againStreams] = useRequest('streams.list', {})
  const [presets, againPresets] = useRequest('streams.presets', {})
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) againStreams()
    }, period)
    return () => clearInterval(timer)
  }, [againStreams])
  useEffect(
    () =>
      subscribe('streams.changed', () => {
        againStreams()
        againPresets()
      }),
    [againStreams, againPresets],
  )
  const rows = useMemo(
    () =>
      streams.output === undefined || presets.output === undefined
        ? undefined
        : signalRowsOf(streams.output.streams, presets.output.presets),
    [streams.output, presets.output],
  )
  const error = streams.kind === 'failed' ? streams.error : presets.kind === 'failed' ? presets.error : undefined
  const reload = useMemo(
    () => () => {
      againStreams()
      againPresets()
    },
    [againStreams, againPresets],
  )
  return { rows, error, reload }
}
