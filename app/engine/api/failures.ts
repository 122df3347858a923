import type { ApiFailure, ApiResult } from '../../contract/api.ts'

export function done<Value>(value: Value): ApiResult<Value> {
  return { kind: 'done', value }
}

export function failed(failure: ApiFailure): { kind: 'failed'; failure: ApiFailure } {
  return { kind: 'failed', failure }
}

export function invalid(problems: { field: string; message: string }[]): { kind: 'failed'; failure: ApiFailure } {
  const message = problems.map((problem) => `${problem.field}: ${problem.message}`).join(' · ')
  return failed({ kind: 'invalid', message, problems })
}

export function notFound(message: string): { kind: 'failed'; failure: ApiFailure } {
  return failed({ kind: 'not_found', message })
}
