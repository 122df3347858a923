import { statuses, type Status } from '../model/event.ts'
import type { EventQuery } from '../model/query.ts'

export interface Filter {
  /** SQL after WHERE; always something. */
  where: string
  values: (string | number)[]
}

/** Columns that a page can be sorted by, greatest first; priority and last_seen have an index in that order. */
export const sortColumns = {
  priority: 'priority',
  last_seen: 'last_seen',
  first_seen: 'first_seen',
  risk_score: 'risk_score',
  count: 'count',
} as const satisfies Record<NonNullable<EventQuery['sort']>, string>

/** An event is in a range of time when any part of it is. */
export function compileEventQuery(query: EventQuery): Filter {
  const parts: string[] = []
  const values: (string | number)[] = []
  const add = (sql: string, ...held: (string | number)[]) => {
    parts.push(sql)
    values.push(...held)
  }
  const oneOf = (column: string, held: readonly string[] | undefined) => {
    if (held !== undefined) add(`${column} IN (${places(held)})`, ...held)
  }
  const noneOf = (column: string, held: readonly string[] | undefined) => {
    if (held !== undefined) add(`${column} NOT IN (${places(held)})`, ...held)
  }
  if (query.from !== undefined) add('last_seen >= ?', query.from)
  if (query.to !== undefined) add('first_seen < ?', query.to)
  if (query.statuses !== undefined || query.resolved !== undefined) oneOf('status', statusesOf(query))
  oneOf('severity', query.severities)
  oneOf('category', query.categories)
  oneOf('verdict', query.verdicts)
  oneOf('anomaly_type', query.anomaly_types)
  noneOf('anomaly_type', query.excluded_anomaly_types)
  if (query.entity !== undefined) add('entity = ?', query.entity)
  noneOf('entity', query.excluded_entities)
  if (query.owner !== undefined) add('owner = ?', query.owner)
  if (query.tenant_id !== undefined) add('tenant_id = ?', query.tenant_id)
  if (query.user_id !== undefined) add('user_id = ?', query.user_id)
  const words = searchWords(query.text ?? '')
  if (words !== '') add('rowid IN (SELECT rowid FROM event_search WHERE event_search MATCH ?)', words)
  return { where: parts.length === 0 ? 'TRUE' : parts.join(' AND '), values }
}

/** For a list of values in SQL. */
export function places(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ')
}

/** All that the query lets through; a name that is no status finds nothing. */
export function statusesOf({ statuses: named, resolved }: EventQuery): Status[] {
  return statuses.filter((status) => (named?.includes(status) ?? true) && (resolved === undefined || (status === 'resolved') === resolved))
}

/** Each word as the beginning of one, all of them wanted. Quoted, so that no input is FTS5 syntax. */
export function searchWords(text: string): string {
  const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  return words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(' ')
}

/** A cursor names the last event of a page: its sort value and its id. */
export function readCursor(cursor: string): { value: number; id: string } | undefined {
  const at = cursor.indexOf(':')
  const value = Number(cursor.slice(0, at))
  return at < 1 || !Number.isFinite(value) ? undefined : { value, id: cursor.slice(at + 1) }
}
