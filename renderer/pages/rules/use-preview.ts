import { useEffect, useRef, useState } from 'react'
import type { ContractError } from '../../../app/contract/protocol.ts'
import type { ProfilePreview } from '../../../app/contract/profiles.ts'
import { request } from '../../state/connection.ts'

/** `of`: the profile it was made of, as JSON. */
export type PreviewState =
  | { kind: 'none' }
  | { kind: 'running'; of: string; fraction: number | undefined }
  | { kind: 'cancelled' }
  | { kind: 'failed'; error: ContractError }
  | { kind: 'done'; of: string; preview: ProfilePreview }

export interface PreviewControl {
  state: PreviewState
  start: (profile: Record<string, unknown>, milliseconds: number) => void
  cancel: () => void
}

/** What a change would have done to stored records. One at a time: a new one cancels the one before. */
export function usePreview(): PreviewControl {
  const [state, setState] = useState<PreviewState>({ kind: 'none' })
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  const start = (profile: Record<string, unknown>, milliseconds: number) => {
    running.current?.abort()
    const stop = new AbortController()
    running.current = stop
    const of = JSON.stringify(profile)
    const show = (next: PreviewState) => {
      if (running.current === stop) setState(next)
    }
    show({ kind: 'running', of, fraction: undefined })
    const to = Date.now()
    const onProgress = (fraction: number) => show({ kind: 'running', of, fraction })
    void request('profiles.preview', { profile, from: to - milliseconds, to }, { signal: stop.signal, onProgress }).then((answer) => {
      if (answer.kind === 'ok') show({ kind: 'done', of, preview: answer.output })
      else show(answer.error.kind === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', error: answer.error })
    })
  }
  return { state, start, cancel: () => running.current?.abort() }
}
