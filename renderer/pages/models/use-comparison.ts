import { useEffect, useRef, useState } from 'react'
import type { ContractError } from '../../../app/contract/protocol.ts'
import type { ModelComparison } from '../../../app/model/outlier-model.ts'
import { request } from '../../state/connection.ts'

/** `id`: the candidate. `against`: what was in force then. */
export type ComparisonState =
  | { kind: 'none' }
  | { kind: 'running'; id: string; fraction: number | undefined }
  | { kind: 'cancelled'; id: string }
  | { kind: 'failed'; id: string; error: ContractError }
  | { kind: 'done'; id: string; against: string | undefined; comparison: ModelComparison }

export interface ComparisonControl {
  state: ComparisonState
  start: (input: { id: string; from?: number; to?: number }, against: string | undefined) => void
  cancel: () => void
}

/** A candidate beside the model in force. One at a time: a new one cancels the one before. */
export function useComparison(): ComparisonControl {
  const [state, setState] = useState<ComparisonState>({ kind: 'none' })
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  const start: ComparisonControl['start'] = (input, against) => {
    running.current?.abort()
    const stop = new AbortController()
    running.current = stop
    const { id } = input
    const show = (next: ComparisonState) => {
      if (running.current === stop) setState(next)
    }
    show({ kind: 'running', id, fraction: undefined })
    const onProgress = (fraction: number) => show({ kind: 'running', id, fraction })
    void request('models.compare', input, { signal: stop.signal, onProgress }).then((answer) => {
      if (answer.kind === 'ok') show({ kind: 'done', id, against, comparison: answer.output })
      else show(answer.error.kind === 'cancelled' ? { kind: 'cancelled', id } : { kind: 'failed', id, error: answer.error })
    })
  }
  return { state, start, cancel: () => running.current?.abort() }
}
