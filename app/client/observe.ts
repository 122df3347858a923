import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestFacts, VedetteClient, VedetteTenant, VedetteUser } from './types.ts'

export interface ObserveOptions<Request> {
  /** Who is logged in; without it `request.user` with an `id`, as most frameworks have it. */
  user?: (request: Request) => VedetteUser | undefined
  /** Whose data it is about; without it `request.tenant`. */
  tenant?: (request: Request) => VedetteTenant | undefined
  /** True for requests to leave out, such as health checks. */
  ignore?: (request: Request) => boolean
}

/** What was seen when the request came; the rest is read when it has been answered. */
export interface Arrival {
  at: number
  remote_addr: string | null
}

export function arrive(request: IncomingMessage): Arrival {
  return { at: performance.now(), remote_addr: cut(request.socket.remoteAddress, 100) ?? null }
}

/**
 * Hands the facts of an answered request to the client. Whatever an application's own functions throw stays here: the
 * response has left, and nobody could be told.
 */
export function depart<Request>(
  client: VedetteClient,
  options: ObserveOptions<Request>,
  arrival: Arrival,
  seen: { request: Request; incoming: IncomingMessage; response: ServerResponse; url: string | undefined; length: unknown },
): void {
  try {
    const { request, incoming, response, url, length } = seen
    if (options.ignore?.(request)) return
    const { statusCode } = response
    client.requests({
      time: Date.now(),
      method: cut(incoming.method, 20) || 'GET',
      path: cut(withoutQuery(url ?? incoming.url ?? '/'), 8192),
      status: response.headersSent && statusCode >= 100 && statusCode < 600 ? statusCode : null,
      duration_ms: Math.max(0, performance.now() - arrival.at),
      user: asUser(options.user ? options.user(request) : (request as { user?: unknown }).user),
      tenant: asTenant(options.tenant ? options.tenant(request) : (request as { tenant?: unknown }).tenant),
      remote_addr: arrival.remote_addr,
      headers: pickHeaders(incoming),
      bytes: readLength(length),
    })
  } catch {
    return
  }
}

function withoutQuery(url: string): string {
  const query = url.indexOf('?')
  const path = query < 0 ? url : url.slice(0, query)
  const fragment = path.indexOf('#')
  return fragment < 0 ? path : path.slice(0, fragment)
}

function asUser(value: unknown): VedetteUser | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { id, is_staff, isStaff } = value as { id?: unknown; is_staff?: unknown; isStaff?: unknown }
  const known = asId(id)
  return known === undefined ? undefined : { id: known, is_staff: (is_staff ?? isStaff) === true }
}

function asTenant(value: unknown): VedetteTenant | undefined {
  if (typeof value !== 'object' || value === null) {
    const id = asId(value)
    return id === undefined ? undefined : { id }
  }
  const { id, name } = value as { id?: unknown; name?: unknown }
  const tenant = { id: asId(id), name: typeof name === 'string' ? cut(name, 200) || undefined : undefined }
  return tenant.id === undefined && tenant.name === undefined ? undefined : tenant
}

function asId(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return undefined
  return cut(String(value), 200) || undefined
}

/** All of them each time, those that were not sent as well: objects of one shape are made and written fastest. */
function pickHeaders({ headers }: IncomingMessage): RequestFacts['headers'] {
  return {
    'x-tenant': headerOf(headers['x-tenant']),
    'x-tenant-id': headerOf(headers['x-tenant-id']),
    'x-device-id': headerOf(headers['x-device-id']),
    'x-request-id': headerOf(headers['x-request-id']),
    'x-forwarded-for': endOf(headers['x-forwarded-for']),
    'user-agent': headerOf(headers['user-agent']),
  }
}

function headerOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'object' ? cut(value.join(', '), 2000) : cut(value, 2000)
}

/** Proxies append: the address that is believed stands last, and a client that sends a long header must not push it out. */
function endOf(value: string | string[] | undefined): string | undefined {
  const text = typeof value === 'object' ? value.join(', ') : value
  if (text === undefined || text.length <= 2000) return text
  const end = text.slice(-2000)
  return end.slice(end.indexOf(',') + 1)
}

/** As the header said it: what is streamed has none. */
function readLength(header: unknown): number | undefined {
  const length = typeof header === 'string' || typeof header === 'number' ? Number(header) : Number.NaN
  return Number.isSafeInteger(length) && length >= 0 ? length : undefined
}

function cut<Text extends string | undefined>(text: Text, length: number): Text {
  return text === undefined || text.length <= length ? text : (text.slice(0, length) as Text)
}
