import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { isDiskFull } from './disk-room.ts'
import { explainFailure } from './open-database.ts'

const folder = mkdtempSync(join(tmpdir(), 'vedette-room-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'some.db')

function errorOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

test('a database that may not grow any more is full, not unwritable', () => {
  const database = new Database(file)
  database.pragma('max_page_count = 2')
  const error = errorOf(() => database.exec('CREATE TABLE a (x); CREATE TABLE b (x); CREATE TABLE c (x)'))
  database.close()
  expect(isDiskFull(file, error)).toBe(true)
  expect(explainFailure(file, error)).toEqual({ kind: 'full', file, message: `${file} cannot be opened: the disk is full.` })
})

test.skipIf(!existsSync('/dev/full'))('what the operating system refuses for want of room is full', () => {
  expect(
    isDiskFull(
      file,
      errorOf(() => writeFileSync('/dev/full', 'x')),
    ),
  ).toBe(true)
})

test('where there is room, an error of the disk, or one without a code, is another', () => {
  expect(isDiskFull(file)).toBe(false)
  expect(isDiskFull(file, new Error('no code'))).toBe(false)
  const error = errorOf(() => new Database(folder))
  expect(isDiskFull(folder, error)).toBe(false)
  expect(explainFailure(folder, error)?.kind).toBe('unwritable')
})
