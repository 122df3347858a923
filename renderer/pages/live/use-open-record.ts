import { useEffect, useState } from 'react'
import type { RecordView } from '../../../app/contract/record-view.ts'
import { request } from '../../state/connection.ts'

/** The record in the flyout: kept when the stream has moved past it, fetched when only an address names it. */
export function useOpenRecord(id: string | undefined, rows: readonly RecordView[]): RecordView | undefined {
  const [held, setHeld] = useState<RecordView>()
  const seq = id === undefined ? NaN : Number(id)
  const listed = held?.seq === seq ? held : rows.find((record) => record.seq === seq)
  if (listed !== undefined && listed !== held) setHeld(listed)
  const isKnown = listed !== undefined
  useEffect(() => {
    if (isKnown || !Number.isSafeInteger(seq)) return
    let wanted = true
    void request('records.get', { seqs: [seq] }).then((answer) => {
      if (wanted && answer.kind === 'ok') setHeld(answer.output.records[0])
    })
    return () => {
      wanted = false
    }
  }, [seq, isKnown])
  return Number.isNaN(seq) ? undefined : listed
}
