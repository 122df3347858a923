import { useEffect, useRef, useState } from 'react'
import type { RecordView } from '../../../app/contract/record-view.ts'
import { request, subscribe } from '../../state/connection.ts'
import { useSession } from '../../state/session.ts'
import { emptyBuffer, takeIn, type LiveBuffer } from './live-buffer.ts'

/** At most four paints a second (DESIGN section 8). */
const paint = 250
const atFirst = 200

/** The live stream, from the latest stored records on. `frozen()` is asked before every paint; a hidden window paints nothing. */
export function useLiveRecords(frozen: () => boolean): { buffer: LiveBuffer; loaded: boolean; release: () => void } {
  const epoch = useSession((session) => session.epoch)
  const [buffer, setBuffer] = useState(emptyBuffer)
  const [loaded, setLoaded] = useState(false)
  const isFrozen = useRef(frozen)
  useEffect(() => {
    isFrozen.current = frozen
  })

  useEffect(() => {
    let arrived: RecordView[] = []
    let skipped = 0
    const stop = new AbortController()
    setBuffer(emptyBuffer)
    setLoaded(false)
    const unsubscribe = subscribe('records.live', (push) => {
      arrived = arrived.concat(push.records).slice(-bound)
      skipped += push.skipped
    })
    void request('records.search', { query: { conditions: [] }, limit: atFirst }, { signal: stop.signal }).then((answer) => {
      if (stop.signal.aborted) return
      if (answer.kind === 'ok') setBuffer((before) => takeIn(before, answer.output.records, 0, false))
      setLoaded(true)
    })
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
    }
  }, [epoch])

  return { buffer, loaded, release: () => setBuffer((before) => takeIn(before, [], 0, false)) }
}

/** What a hidden window keeps until it is looked at again. */
const bound = 2_000
