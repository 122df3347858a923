import { isObject } from './values.ts'

/** What an application's hook sends: the query as it was asked, and its answer. */
export interface DatasetRequest {
  role: string
  user: string | null
  query: string
  variables: Record<string, unknown>
  operationName: string | null
  response: Record<string, unknown>
}

export interface DatasetRefusal {
  status: 400
  body: { error: string; missing?: string[] }
}

export type RequestReading = { kind: 'read'; request: DatasetRequest } | { kind: 'refused'; refusal: DatasetRefusal }

const wanted = ['query', 'variables', 'operationName'] as const

/** In the order and the words that applications know. `body`: as it was sent. */
export function readRequest(headers: { role?: string; user?: string }, body: string): RequestReading {
  if (headers.role === undefined || headers.role.trim() === '') return refuse('Missing required headers', ['X-Hasura-Role'])
  if (body.trim() === '') return refuse('Request body is required')
  const parsed = parseJson(body)
  if (parsed === undefined || typeof parsed.value === 'number' || parsed.value === true) return refuse('Invalid request format')
  const { value } = parsed
  if (isEmpty(value)) return refuse('Request body is required')
  if (!isObject(value) || !Object.hasOwn(value, 'rawRequest')) return refuse('rawRequest is required')
  if (!Object.hasOwn(value, 'response')) return refuse('response is required')
  const { rawRequest: raw, response } = value
  if (raw === null || (typeof raw !== 'object' && typeof raw !== 'string')) return refuse('Invalid request format')
  const missing = wanted.filter((name) => !isObject(raw) || !Object.hasOwn(raw, name))
  if (missing.length > 0 || !isObject(raw)) return refuse('Invalid rawRequest format', missing)
  const { query, variables, operationName } = raw
  if (operationName === 'IntrospectionQuery') return refuse('Introspection queries are not allowed')
  if (!isObject(response)) return refuse('response must be an object with dataset keys')
  if (typeof query !== 'string' || !(variables === null || isObject(variables)) || !isName(operationName))
    return refuse('Invalid request format')
  const { role, user = null } = headers
  return { kind: 'read', request: { role: role.trim(), user, query, variables: variables ?? {}, operationName, response } }
}

function isName(value: unknown): value is string | null {
  return value === null || typeof value === 'string'
}

function isEmpty(value: unknown): boolean {
  if (!value) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

function refuse(error: string, missing?: string[]): RequestReading {
  return { kind: 'refused', refusal: { status: 400, body: missing === undefined ? { error } : { error, missing } } }
}
