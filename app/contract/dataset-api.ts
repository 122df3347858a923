import type { ApiCaller, ApiResult } from './api.ts'

/** An answer as it is sent: JSON, in the form that response hooks know, refusals too. */
export interface RawApiAnswer {
  status: number
  body: string
}

/** What response hooks and their operators may ask of datasets. `body`: as it was sent. */
export interface DatasetApi {
  anomalies(input: { role?: string; user?: string; body: string }, caller: ApiCaller): Promise<ApiResult<RawApiAnswer>>
  analyze(input: { name: string; role?: string; body: string }): Promise<ApiResult<RawApiAnswer>>
  history(input: { name: string; role?: string; before?: number; limit: number }): Promise<ApiResult<unknown>>
  clearHistory(input: { name: string; role?: string }, caller: ApiCaller): Promise<ApiResult<unknown>>
  model(input: { name: string; role?: string }): Promise<ApiResult<unknown>>
  stats(input: { name: string; role?: string }): Promise<ApiResult<unknown>>
}
