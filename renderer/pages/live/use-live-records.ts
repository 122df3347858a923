import { useEffect, useRef, useState } from 'react'
import type { RecordView } from '../../../app/contract/record-view.ts'
import { request, subscribe } from '../../state/connection.ts'
import { useSession } from '../../state/session.ts'
import { emptyBuffer, takeIn, withOlder, type LiveBuffer } from './live-buffer.ts'

/** At most four paints a second (DESIGN section 8). */
const paint = 250
const atFirst = 200
/** How far down the stream goes; beyond, a search with a time range finds faster. */
const deepest = 20_000

export interface LiveRecords {
  buffer: LiveBuffer
  loaded: boolean
  /** Lets in what waits. */
  release: () => void
  /** Fetches the stored records below the last one on screen. */
  loadOlder: () => void
}

/** The live stream, from the latest stored records on. `frozen()` is asked before every paint; a hidden window paints nothing. */
export function useLiveRecords(frozen: () => boolean): LiveRecords {
  const epoch = useSession((session) => session.epoch)
  const [buffer, setBuffer] = useState(emptyBuffer)
  const [loaded, setLoaded] = useState(false)
  const isFrozen = useRef(frozen)
  useEffect(() => {
    isFrozen.current = frozen
  })

  useEffect(() => {
    // Before the engine has been greeted any answer would be asked for twice.
    if (epoch === 0) return
    let arrived: RecordView[] = []
    let skipped = 0
    const stop = new AbortController()
    const readStored = async () => {
      const answer = await request('records.search', { query: { conditions: [] }, limit: atFirst }, { signal: stop.signal })
      if (stop.signal.aborted) return
      if (answer.kind === 'ok')
        setBuffer((before) => takeIn(before, answer.output.records, 0, before.shown.length > 0 && isFrozen.current()))
      setLoaded(true)
    }
    const unsubscribe = subscribe('records.live', (push) => {
      arrived = arrived.concat(push.records).slice(-bound)
      skipped += push.skipped
      // What was on its way into the store when the first answer was made is in no push.
      if (push.begins) void readStored()
    })
    void readStored()
    const timer = setInterval(() => {
      if (document.hidden) return
      const [records, left] = [arrived, skipped]
      arrived = []
      skipped = 0
      setBuffer((before) => takeIn(before, records, left, isFrozen.current()))
    }, paint)
    return () => {
      stop.abort()
      unsubscribe()
      clearInterval(timer)
      setBuffer(emptyBuffer)
      setLoaded(false)
    }
  }, [epoch])

  const paging = useRef(false)
  const last = buffer.shown.at(-1)?.seq
  const loadOlder = () => {
    if (paging.current || last === undefined || buffer.shown.length >= deepest) return
    paging.current = true
    void request('records.search', { query: { conditions: [] }, cursor: last, limit: atFirst }).then((answer) => {
      paging.current = false
      if (answer.kind === 'ok') setBuffer((before) => withOlder(before, answer.output.records))
    })
  }
  return { buffer, loaded, loadOlder, release: () => setBuffer((before) => takeIn(before, [], 0, false)) }
}

/** What a hidden window keeps until it is looked at again. */
const bound = 2_000
