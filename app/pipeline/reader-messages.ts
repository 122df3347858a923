import type { RecordQuery } from '../model/query.ts'
import type { RecordView } from '../model/record-view.ts'
import type { TelemetryRecord } from '../model/record.ts'
import type { Histogram, SignalPoints, StoredKeys } from '../store/store.ts'

/** Questions the reader thread answers; `flag[0] !== 0` cancels one that is running. */
export type ReaderQuestion =
  | { kind: 'search'; query: RecordQuery; cursor?: number; limit: number; budget_ms: number }
  | { kind: 'histogram'; query: RecordQuery; interval: number; budget_ms: number }
  | { kind: 'top'; query: RecordQuery; field: string; limit: number; budget_ms: number }
  | { kind: 'get'; seqs: number[] }
  | { kind: 'records'; seqs: number[] }
  | { kind: 'count'; query: RecordQuery | undefined }
  | { kind: 'signal_keys'; stream: string; text?: string; limit: number }
  | { kind: 'signal_series'; stream: string; key: string; from: number; to: number; points: number }

export interface ReaderAnswers {
  search: { records: RecordView[]; next?: number; scanned: number; exhausted: boolean }
  histogram: Histogram
  top: { value: string; count: number }[]
  get: RecordView[]
  records: TelemetryRecord[]
  count: number
  signal_keys: StoredKeys
  signal_series: SignalPoints
}

export interface ToReader {
  id: number
  question: ReaderQuestion
  flag: Int32Array<SharedArrayBuffer>
}

export type FromReader =
  { id: number; kind: 'answer'; answer: unknown } | { id: number; kind: 'failed'; message: string } | { kind: 'ready'; id: -1 }
