import Database from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import { ActivityStore } from './activity-store.ts'
import { canonicalJson } from './canonical-json.ts'
import { consoleMigrations } from './migrations/index.ts'

let database: Database.Database
let log: ActivityStore

beforeEach(() => {
  database = new Database(':memory:')
  for (const step of consoleMigrations) database.exec(step)
  log = new ActivityStore(database)
  for (let n = 1; n <= 5; n += 1) log.add({ at: n, who: 'ana', what: 'event.note', subject: `event:${n % 2}`, before: null, after: { n } })
})

function tamper(sql: string): void {
  database.exec('DROP TRIGGER activity_is_not_updated; DROP TRIGGER activity_is_not_deleted')
  database.exec(sql)
}

test('lines are chained, listed newest first, and found by subject', () => {
  const lines = log.list({ limit: 10 })
  expect(lines.map(({ seq }) => seq)).toEqual([5, 4, 3, 2, 1])
  for (let i = 0; i < 4; i += 1) expect(lines[i]!.previous).toBe(lines[i + 1]!.hash)
  expect(log.list({ subject: 'event:0', before: 4, limit: 10 }).map(({ seq }) => seq)).toEqual([2])
  expect(log.verify()).toEqual({ kind: 'intact', lines: 5 })
})

test('the database itself refuses to change or delete a line', () => {
  expect(() => database.exec("UPDATE activity SET who = 'eve'")).toThrow('append-only')
  expect(() => database.exec('DELETE FROM activity WHERE seq = 3')).toThrow('append-only')
  expect(() => database.exec("INSERT OR REPLACE INTO activity VALUES (3, 1, 'eve', 'x', 'y', 'null', 'null', '', '')")).toThrow(
    'append-only',
  )
})

test.each([
  ["UPDATE activity SET who = 'eve' WHERE seq = 3", 3],
  [`UPDATE activity SET after = '{"n":7}' WHERE seq = 2`, 2],
  ['DELETE FROM activity WHERE seq = 1', 1],
  ['DELETE FROM activity WHERE seq = 4', 4],
  ['DELETE FROM activity WHERE seq = 5', 5],
])('a change made past the triggers is found: %s', (sql, seq) => {
  tamper(sql)
  expect(log.verify()).toEqual({ kind: 'broken', seq })
})

test('equal values have equal canonical text, whatever the order of their keys', () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined }], a: 'x' })).toBe('{"a":"x","b":[{"d":1}]}')
  expect(canonicalJson({ a: 'x', b: [{ d: 1 }] })).toBe(canonicalJson({ b: [{ d: 1 }], a: 'x' }))
  expect(canonicalJson(undefined)).toBe('null')
})
