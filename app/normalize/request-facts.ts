/** Longest texts kept of a request, as the API takes them. */
const longestPath = 8192
const longestText = 2000
/** Facts have fewer headers; more are somebody's mistake. */
const mostHeaders = 100

/** One HTTP request and its answer, as far as the JSON could be read: what is not there or of another type is undefined. */
export interface RequestReading {
  method: string
  path: string
  /** Milliseconds since the epoch. */
  time: number | undefined
  status: number | undefined
  /** Milliseconds. */
  duration: number | undefined
  bytes: number | undefined
  userId: string | undefined
  isStaff: boolean
  tenantId: string | undefined
  tenantName: string | undefined
  peer: string | undefined
  /** By lower-case name. */
  headers: ReadonlyMap<string, string>
}

/** Reads facts of a request by hand: the JSON may come from a file that nobody checked. Undefined without a method and a path. */
export function readRequestFacts(facts: unknown): RequestReading | undefined {
  if (!isObject(facts)) return undefined
  const method = readText(facts['method'], 20)
  const path = readText(facts['path'], longestPath)
  if (method === undefined || path === undefined) return undefined
  const user = isObject(facts['user']) ? facts['user'] : {}
  const tenant = isObject(facts['tenant']) ? facts['tenant'] : {}
  return {
    method: method.toUpperCase(),
    path: pathOf(path),
    time: readTime(facts['time']),
    status: readNumber(facts['status'], 100, 599),
    duration: readNumber(facts['duration_ms'], 0, 1e12),
    bytes: readNumber(facts['bytes'], 0, Number.MAX_SAFE_INTEGER),
    userId: readName(user['id']),
    isStaff: user['is_staff'] === true,
    tenantId: readName(tenant['id']),
    tenantName: readName(tenant['name']),
    peer: readText(facts['remote_addr'], 100),
    headers: readHeaders(facts['headers']),
  }
}

type JsonObject = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Trimmed and cut; undefined when nothing is left. */
function readText(value: unknown, longest: number): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.slice(0, longest).trim()
  return text === '' ? undefined : text
}

/** An id may be a number: `7` and `"7"` are the same user. */
function readName(value: unknown): string | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : readText(value, 200)
}

function readNumber(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && value >= least && value <= most ? value : undefined
}

/** Milliseconds since the epoch, or ISO 8601. */
function readTime(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : value
  return typeof time === 'number' && Math.abs(time) <= latestTime ? Math.round(time) : undefined
}

/** The last time that a `Date` can hold (ECMA-262 section 21.4.1.1). */
const latestTime = 8.64e15

/**
 * A query may hold secrets, and no detector looks at it. A request line may carry a whole address (RFC 9112 section 3.2.2),
 * which frameworks route by its path: with the authority it would pass by every prefix.
 */
function pathOf(target: string): string {
  const end = target.search(/[?#]/)
  const path = (end === -1 ? target : target.slice(0, end)).replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, '')
  return path === '' ? '/' : path
}

function readHeaders(value: unknown): Map<string, string> {
  const headers = new Map<string, string>()
  if (!isObject(value)) return headers
  for (const [name, content] of Object.entries(value).slice(0, mostHeaders)) {
    const key = name.toLowerCase()
    const text = readText(key === 'x-forwarded-for' ? endOf(content) : content, longestText)
    if (text !== undefined) headers.set(key, text)
  }
  return headers
}

/** Proxies append: the address that is believed stands last. Without the hop that was cut. */
function endOf(value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= longestText) return value
  const end = value.slice(-longestText)
  return end.slice(end.indexOf(',') + 1)
}
