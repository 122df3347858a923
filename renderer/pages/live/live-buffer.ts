import type { RecordView } from '../../../app/contract/record-view.ts'

/** Records on screen, and those that arrived while the list stood still; both newest first and bounded. */
export interface LiveBuffer {
  shown: readonly RecordView[]
  waiting: readonly RecordView[]
  /** How many arrived while it stood still, those beyond the bound included. */
  waitingCount: number
  /** Records of a flood that are stored, but were never sent to this window. */
  skipped: number
}

export const mostShown = 2_000

export const emptyBuffer: LiveBuffer = { shown: [], waiting: [], waitingCount: 0, skipped: 0 }

/**
 * Takes in what arrived. Standing still, the rows on screen stay the very same and new ones wait; else everything that
 * waited is let in. `skipped`: records of a flood that the engine did not send.
 */
export function takeIn(buffer: LiveBuffer, arrived: readonly RecordView[], skipped: number, frozen: boolean): LiveBuffer {
  if (arrived.length === 0 && skipped === 0 && (frozen || buffer.waitingCount === 0)) return buffer
  const news = beyond(beyond(arrived, buffer.shown), buffer.waiting)
  const waiting = merge(news, buffer.waiting)
  const total = buffer.skipped + skipped
  if (frozen) return { shown: buffer.shown, waiting, waitingCount: buffer.waitingCount + news.length + skipped, skipped: total }
  return { shown: merge(waiting, buffer.shown), waiting: [], waitingCount: 0, skipped: total }
}

/** Older records below those on screen, for whoever scrolls down; they go again when the list moves on. */
export function withOlder(buffer: LiveBuffer, older: readonly RecordView[]): LiveBuffer {
  const last = buffer.shown.at(-1)?.seq ?? Infinity
  return { ...buffer, shown: [...buffer.shown, ...older.filter(({ seq }) => seq < last)] }
}

/** Without what is known: the stream may repeat what a search has found. */
function beyond(arrived: readonly RecordView[], known: readonly RecordView[]): readonly RecordView[] {
  const newest = known[0]?.seq ?? -Infinity
  if (arrived.every(({ seq }) => seq > newest)) return arrived
  const seqs = new Set(known.map(({ seq }) => seq))
  return arrived.filter(({ seq }) => !seqs.has(seq))
}

/** Newest first, each record once. */
function merge(newer: readonly RecordView[], older: readonly RecordView[]): readonly RecordView[] {
  if (newer.length === 0) return older
  const all = [...newer, ...older].sort((one, two) => two.seq - one.seq)
  return all.filter((record, index) => record.seq !== all[index - 1]?.seq).slice(0, mostShown)
}
