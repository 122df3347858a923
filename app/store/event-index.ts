import type Database from 'better-sqlite3'
import type { EventQuery } from '../model/query.ts'
import { places, searchWords, statusesOf } from './event-query.ts'

/** One way into the events: SQL after FROM, and the SQL after FROM that gives a row for each event it lets in. */
interface Entrance {
  from: string
  entries: string
  values: (string | number)[]
}

/** Up to so many rows are cheaper to fetch and sort than the index of the whole queue is to go through. */
const fewRows = 2000

/**
 * The narrowest way into the events that a query allows, as SQL after `FROM`; undefined when all of them let in many.
 * SQLite, left to itself, picks the index on status and sorts a third of the table, and keeps no statistics that know
 * a rare verdict from a common one; looking costs microseconds, as no more than `fewRows` entries of an index are.
 */
export function narrowestIndex(database: Database.Database, query: EventQuery): string | undefined {
  // A list of nothing is FALSE to SQLite, which then has no use for a partial index and refuses to be told one.
  if (statusesOf(query).length === 0 || Object.values(query).some((value) => Array.isArray(value) && value.length === 0)) return undefined
  let narrowest: { from: string; rows: number } | undefined
  for (const { from, entries, values } of entrances(query)) {
    const rows = database
      .prepare(`SELECT count(*) FROM (SELECT 1 FROM ${entries} LIMIT ?)`)
      .pluck()
      .get(...values, narrowest?.rows ?? fewRows) as number
    if (rows < (narrowest?.rows ?? fewRows)) narrowest = { from, rows }
  }
  return narrowest?.from
}

function entrances(query: EventQuery): Entrance[] {
  const found: Entrance[] = []
  const since = query.from === undefined ? { where: '', values: [] } : { where: ' AND last_seen >= ?', values: [query.from] }
  const add = (index: string, where: string, values: readonly string[]) => {
    const from = `event INDEXED BY ${index}`
    found.push({ from, entries: `${from} WHERE ${where}${since.where}`, values: [...values, ...since.values] })
  }
  const addList = (index: string, column: string, values: readonly string[] | undefined) => {
    if (values !== undefined) add(index, `${column} IN (${places(values)})`, values)
  }
  const { categories, severities } = query
  const words = searchWords(query.text ?? '')
  if (words !== '') found.push({ from: 'event NOT INDEXED', entries: 'event_search WHERE event_search MATCH ?', values: [words] })
  if (query.entity !== undefined) add('event_by_entity', 'entity = ?', [query.entity])
  if (query.tenant_id !== undefined) add('event_by_tenant', 'tenant_id = ?', [query.tenant_id])
  if (query.user_id !== undefined) add('event_by_user', 'user_id = ?', [query.user_id])
  if (query.owner !== undefined) add('event_by_owner', 'owner = ?', [query.owner])
  addList('event_by_verdict', 'verdict', query.verdicts)
  addList('event_by_type', 'anomaly_type', query.anomaly_types)
  if (categories !== undefined && severities !== undefined)
    add('event_by_category', `category IN (${places(categories)}) AND severity IN (${places(severities)})`, [...categories, ...severities])
  else addList('event_by_category', 'category', categories)
  if (query.statuses !== undefined || query.resolved !== undefined) addList('event_by_status', 'status', statusesOf(query))
  if (query.from !== undefined) {
    const from = 'event INDEXED BY event_by_last_seen'
    found.push({ from, entries: `${from} WHERE last_seen >= ?`, values: [query.from] })
  }
  return found
}
