import { useCallback, useEffect, useRef, useState } from 'react'
import type { ContractError } from '../../../app/contract/protocol.ts'
import type { RecordView } from '../../../app/contract/record-view.ts'
import type { Condition } from '../../../app/model/query.ts'
import { boundsOf, type TimeRange } from '../../components/time-range.ts'
import { request } from '../../state/connection.ts'
import { useSession } from '../../state/session.ts'

const pageSize = 200

export interface RecordSearch {
  records: readonly RecordView[]
  /** Records looked at so far. */
  scanned: number
  state:
    | { kind: 'searching'; fraction: number | undefined }
    /** There is more; `full`: a whole page was found, else the bound on work stopped the search early. */
    | { kind: 'paused'; next: number; full: boolean }
    | { kind: 'done' }
    | { kind: 'cancelled'; next: number | undefined }
    | { kind: 'failed'; error: ContractError }
}

const nothing: RecordSearch = { records: [], scanned: 0, state: { kind: 'searching', fraction: undefined } }

/** Searches stored records a page at a time, newest first. `undefined` searches nothing. */
export function useRecordSearch(conditions: readonly Condition[] | undefined, range: TimeRange) {
  const epoch = useSession((session) => session.epoch)
  const [round, setRound] = useState(0)
  const [search, setSearch] = useState(nothing)
  const running = useRef<AbortController>(null)
  const bounds = useRef<{ from?: number; to?: number }>({})
  // Before the engine has been greeted any answer would be asked for twice.
  const key = conditions === undefined || epoch === 0 ? undefined : JSON.stringify({ conditions, range, epoch, round })

  const ask = useCallback(async (wanted: readonly Condition[], cursor: number | undefined) => {
    running.current?.abort()
    const stop = new AbortController()
    running.current = stop
    const searching = (fraction: number | undefined) => {
      if (!stop.signal.aborted) setSearch((before) => ({ ...before, state: { kind: 'searching', fraction } }))
    }
    searching(undefined)
    const query = { ...bounds.current, conditions: [...wanted] }
    const answer = await request('records.search', { query, limit: pageSize, cursor }, { signal: stop.signal, onProgress: searching })
    if (stop.signal.aborted) return
    setSearch((before) => {
      if (answer.kind === 'failed') return { ...before, state: { kind: 'failed', error: answer.error } }
      const { records, next, scanned } = answer.output
      return {
        records: [...before.records, ...records],
        scanned: before.scanned + scanned,
        state: next === undefined ? { kind: 'done' } : { kind: 'paused', next, full: records.length >= pageSize },
      }
    })
  }, [])

  useEffect(() => {
    if (key === undefined) return
    const wanted = JSON.parse(key) as { conditions: Condition[]; range: TimeRange }
    bounds.current = boundsOf(wanted.range, Date.now())
    void ask(wanted.conditions, undefined)
    return () => {
      running.current?.abort()
      setSearch(nothing)
    }
  }, [key, ask])

  return {
    ...search,
    /** Goes on where it stopped. */
    more: () => {
      if (conditions === undefined || search.state.kind === 'searching' || !('next' in search.state)) return
      void ask(conditions, search.state.next)
    },
    cancel: () => {
      running.current?.abort()
      setSearch((before) => ({ ...before, state: { kind: 'cancelled', next: before.records.at(-1)?.seq } }))
    },
    again: () => setRound((count) => count + 1),
  }
}
