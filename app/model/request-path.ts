export interface Resource {
  type: string | null
  id: string | null
}

/** All digits, or a UUID's shape (RFC 9562). */
const identifier = /^(?:\d+|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})$/i

/** What a path is about: its last segment, or the one before where the last is a number or a UUID, which then is the id. */
export function extractResource(path: string): Resource {
  const segments = path.split('/').filter((segment) => segment !== '')
  const last = segments.at(-1)
  if (last === undefined) return { type: null, id: null }
  const owner = segments.at(-2)
  return owner !== undefined && identifier.test(last) ? { type: owner, id: last } : { type: last, id: null }
}

/** Nothing to normalise: no escape, no doubled slash, no backslash, no segment that begins with a dot. */
const plain = /^(?:\/[^./%\\][^/%\\]*)*\/?$/

/**
 * The path as the server that answers will read it: unreserved characters unescaped, dot segments resolved (RFC 3986
 * section 6.2.2), slashes single, one at the front. Otherwise `//admin/x`, `/%61dmin/x` and `/a/../admin/x` would pass by the
 * prefix `/admin/`. A backslash counts as a slash, as browsers and several servers read it.
 */
export function normalizePath(path: string): string {
  if (path !== '' && plain.test(path)) return path
  const text = path.replaceAll(/%[\da-f]{2}/gi, readEscape).replaceAll('\\', '/')
  const kept: string[] = []
  const segments = text.split('/')
  for (const segment of segments) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(segment)
  }
  if (kept.length === 0) return '/'
  const isFolder = ['', '.', '..'].includes(segments.at(-1) ?? '')
  return `/${kept.join('/')}${isFolder ? '/' : ''}`
}

function readEscape(escape: string): string {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16))
  return /[\w.~/\\-]/.test(character) ? character : escape.toUpperCase()
}

/** `api//v1/` → `/api/v1/`; `{version}` stands for the API version. */
export function normalizePrefix(prefix: string, version: string): string {
  const path = normalizePath(`/${prefix.replaceAll('{version}', () => version)}`)
  return path.endsWith('/') ? path : `${path}/`
}

/** The first prefix that a normalised path lies under, by whole segments: `/api/v1/users` lies under `/api/v1/users/`, `/api/v1/users-old` does not. */
export function findPrefix(path: string, prefixes: readonly string[]): string | undefined {
  for (const prefix of prefixes) {
    if (path.startsWith(prefix) || (path.length === prefix.length - 1 && prefix.startsWith(path))) return prefix
  }
  return undefined
}

/** Paths whose writes change accounts, rights or money, under the API version. */
export const defaultSensitivePrefixes: readonly string[] = ['auth', 'account', 'users', 'invoice', 'payments'].map(
  (name) => `/{version}/${name}/`,
)

/** Paths that ordinary clients ask for rarely. */
export const defaultProbePrefixes: readonly string[] = ['/admin/', '/{version}/account/roles/', '/{version}/users/']
