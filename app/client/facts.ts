import type { RequestFacts } from './types.ts'

/** Nothing was handed over: Vedette says what is wrong with that. */
const unknown = {} as RequestFacts

/**
 * What is kept of facts until they are sent: no more than Vedette knows, and nothing that somebody else could change or that
 * holds on to a whole request. They may be sent much later, so the time is when they were seen.
 */
export function copyFacts(facts: RequestFacts | undefined): RequestFacts {
  const { time = Date.now(), method, path, status, duration_ms, user, tenant, remote_addr, headers, bytes } = facts ?? unknown
  return {
    time,
    method,
    path,
    status,
    duration_ms,
    user: user && { id: user.id, is_staff: user.is_staff },
    tenant: tenant && { id: tenant.id, name: tenant.name },
    remote_addr,
    headers: headers && {
      'x-tenant': headers['x-tenant'],
      'x-tenant-id': headers['x-tenant-id'],
      'x-device-id': headers['x-device-id'],
      'x-request-id': headers['x-request-id'],
      'x-forwarded-for': headers['x-forwarded-for'],
      'user-agent': headers['user-agent'],
    },
    bytes,
  }
}

/** Names, numbers and marks of facts whose texts are empty, as JSON. */
const empty = 250

/** Bytes that they take, more or less: counting them exactly would cost as much as writing them down. */
export function sizeOfFacts({ method, path, user, tenant, headers }: RequestFacts): number {
  const names = lengthOf(method) + lengthOf(user?.id) + lengthOf(tenant?.id) + lengthOf(tenant?.name)
  return empty + lengthOf(path) + names + (headers ? sizeOfHeaders(headers) : 0)
}

function sizeOfHeaders(headers: NonNullable<RequestFacts['headers']>): number {
  return (
    lengthOf(headers['user-agent']) +
    lengthOf(headers['x-forwarded-for']) +
    lengthOf(headers['x-request-id']) +
    lengthOf(headers['x-device-id']) +
    lengthOf(headers['x-tenant-id']) +
    lengthOf(headers['x-tenant'])
  )
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? value.length : 0
}
