import type { IncomingMessage, ServerResponse } from 'node:http'
import { factHeaders, type FactHeader, type VedetteClient, type VedetteTenant, type VedetteUser } from './types.ts'

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
    client.requests({
      time: Date.now(),
      method: cut(incoming.method, 20) || 'GET',
      path: cut((url ?? incoming.url ?? '/').split(/[?#]/, 1)[0], 8192) ?? '/',
      status: response.headersSent && response.statusCode >= 100 && response.statusCode < 600 ? response.statusCode : null,
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

function pickHeaders({ headers }: IncomingMessage): Partial<Record<FactHeader, string>> {
  const picked: Partial<Record<FactHeader, string>> = {}
  for (const name of factHeaders) {
    const value = headers[name]
    if (value !== undefined) picked[name] = cut(Array.isArray(value) ? value.join(', ') : value, 2000)
  }
  return picked
}

/** As the header said it: what is streamed has none. */
function readLength(header: unknown): number | undefined {
  const length = typeof header === 'string' || typeof header === 'number' ? Number(header) : Number.NaN
  return Number.isSafeInteger(length) && length >= 0 ? length : undefined
}

function cut<Text extends string | undefined>(text: Text, length: number): Text {
  return text?.slice(0, length) as Text
}
