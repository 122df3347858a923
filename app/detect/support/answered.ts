import type { RequestShape } from './request-watch.ts'

/** Counts the requests of an actor that were answered with a status from `first` to `last`. */
export function answered(
  names: Pick<RequestShape, 'detector' | 'anomaly_type' | 'tell'>,
  { first, last = first }: { first: number; last?: number },
): RequestShape {
  const code = first === last ? String(first) : `${first}–${last}`
  return {
    ...names,
    counted: `requests answered ${code}`,
    matches: ({ status }) => status >= first && status <= last,
    label: ({ status }) => (first === last ? '' : String(status)),
    metadata: ({ labels }): Metadata => (first === last ? { suggested_status: first } : { status_codes: labels.names.map(Number) }),
  }
}

type Metadata = ReturnType<RequestShape['metadata']>
