import { useCallback, useEffect, useRef, useState } from 'react'
import type { ContractError } from '../../../app/contract/protocol.ts'
import type { EventQuery } from '../../../app/model/query.ts'
import { boundsOf, type TimeRange } from '../../components/time-range.ts'
import { request } from '../../state/connection.ts'
import { onEventsChanged } from '../../state/events.ts'
import { useSession } from '../../state/session.ts'
import { emptyList, listOf, withChanges, withPage, type EventList } from './event-list.ts'

const pageSize = 200
const calm = 700

export interface LoadedEvents {
  list: EventList
  state: { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; error: ContractError }
  /** The bounds in time of what is listed; they move on with every reload. */
  bounds: { from?: number; to?: number }
  /** When it was asked for. */
  asked: number
  reload: () => void
  loadMore: () => void
}

/** The queue's events: asked for when the question changes and after an undo, patched by pushes, and let grow by itself only while `idle()`. */
export function useEventList(query: EventQuery, range: TimeRange, idle: () => boolean): LoadedEvents {
  const epoch = useSession((session) => session.epoch)
  const [round, setRound] = useState(0)
  const [asked, setAsked] = useState(() => Date.now())
  const [list, setList] = useState(emptyList)
  const [state, setState] = useState<LoadedEvents['state']>({ kind: 'loading' })
  const key = JSON.stringify({ query, range, epoch })
  const shown = useRef<string>(undefined)
  const current = useRef<EventQuery>(query)
  const paging = useRef(false)
  const bounds = boundsOf(range, asked)

  useEffect(() => {
    const wanted = JSON.parse(key) as { query: EventQuery; range: TimeRange; epoch: number }
    // Before the engine has been greeted any answer would be asked for twice.
    if (wanted.epoch === 0) return
    const stop = new AbortController()
    const now = Date.now()
    current.current = { ...wanted.query, ...boundsOf(wanted.range, now) }
    if (shown.current !== key) {
      setState({ kind: 'loading' })
      setList(emptyList)
    }
    void request('events.search', { query: current.current, lean: true, limit: pageSize }, { signal: stop.signal }).then((answer) => {
      if (stop.signal.aborted) return
      shown.current = key
      setAsked(now)
      if (answer.kind === 'failed') return setState({ kind: 'failed', error: answer.error })
      setList(listOf(answer.output))
      setState({ kind: 'ready' })
    })
    return () => stop.abort()
  }, [key, round])

  const reload = useCallback(() => setRound((count) => count + 1), [])
  const isIdle = useRef(idle)
  useEffect(() => {
    isIdle.current = idle
  })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const reloadWhenIdle = () => {
      timer = isIdle.current() ? undefined : setTimeout(reloadWhenIdle, calm)
      if (timer === undefined) reload()
    }
    const stop = onEventsChanged((changes) => {
      setList((before) => withChanges(before, changes, current.current))
      // Whoever takes a change back waits to see its rows again, whatever else is open.
      if (changes.returned) return reload()
      timer ??= setTimeout(reloadWhenIdle, calm)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [reload])

  const loadMore = () => {
    if (paging.current || list.next === undefined) return
    paging.current = true
    const asking = key
    void request('events.search', { query: current.current, lean: true, limit: pageSize, cursor: list.next }).then((answer) => {
      paging.current = false
      if (answer.kind === 'ok' && shown.current === asking) setList((before) => withPage(before, answer.output))
    })
  }
  return { list, state, bounds, asked, reload, loadMore }
}
