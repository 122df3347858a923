import type { EventQuery } from '../model/query.ts'

export interface Filter {
  /** SQL after WHERE; always something. */
  where: string
  values: (string | number)[]
}

/** Columns that a page can be sorted by, greatest first; each has an index with the id behind it. */
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
    if (held !== undefined) add(`${column} IN (${held.map(() => '?').join(', ')})`, ...held)
  }
  if (query.from !== undefined) add('last_seen >= ?', query.from)
  if (query.to !== undefined) add('first_seen < ?', query.to)
  oneOf('status', query.statuses)
  oneOf('severity', query.severities)
  oneOf('category', query.categories)
  oneOf('verdict', query.verdicts)
  oneOf('anomaly_type', query.anomaly_types)
  if (query.entity !== undefined) add('entity = ?', query.entity)
  if (query.owner !== undefined) add('owner = ?', query.owner)
  const words = searchWords(query.text ?? '')
  if (words !== '') add('rowid IN (SELECT rowid FROM event_search WHERE event_search MATCH ?)', words)
  return { where: parts.length === 0 ? 'TRUE' : parts.join(' AND '), values }
}

/** Each word as the beginning of one, all of them wanted. Quoted, so that no input is FTS5 syntax. */
function searchWords(text: string): string {
  const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  return words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(' ')
}

/** A cursor names the last event of a page: its sort value and its id. */
export function readCursor(cursor: string): { value: number; id: string } | undefined {
  const at = cursor.indexOf(':')
  const value = Number(cursor.slice(0, at))
  return at < 1 || !Number.isFinite(value) ? undefined : { value, id: cursor.slice(at + 1) }
}
