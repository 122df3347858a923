import { z } from 'zod'
import { recordQuerySchema } from './queries.ts'
import type { RecordView } from './record-view.ts'
import { request } from './request.ts'

/** Stored records. */
export const recordRequests = {
  'records.search': request<RecordSearchAnswer>()(
    z.strictObject({ query: recordQuerySchema, cursor: z.number().optional(), limit: z.int().min(1).max(1000) }),
  ),
  /** `interval` in ms. */
  'records.histogram': request<HistogramAnswer>()(z.strictObject({ query: recordQuerySchema, interval: z.int().min(1000) })),
  'records.get': request<{ records: RecordView[] }>()(z.strictObject({ seqs: z.array(z.number()).max(1000) })),
  'records.top': request<{ values: { value: string; count: number }[] }>()(
    z.strictObject({ query: recordQuerySchema, field: z.string(), limit: z.int().min(1).max(100) }),
  ),
} as const

export interface RecordSearchAnswer {
  records: RecordView[]
  next?: number
  scanned: number
  exhausted: boolean
}

export interface HistogramAnswer {
  interval: number
  buckets: { time: number; count: number; unparsed: number }[]
  series: Record<string, number[]>
  total: number
  exact: boolean
}
