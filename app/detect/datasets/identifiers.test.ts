import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DatasetStatistics, FieldTraces } from '../../model/dataset.ts'
import { findChanges } from './changes.ts'
import { findIdentifiers, learnTraces } from './identifiers.ts'
import { describeRows } from './statistics.ts'

const describe = (rows: readonly object[]) => describeRows(rows) as DatasetStatistics
/** What is known after answers, one after the other. */
function learn(answers: readonly (readonly Record<string, unknown>[])[], before: FieldTraces = {}): FieldTraces {
  return answers.reduce((traces, rows) => learnTraces(traces, describe(rows), rows), before)
}
const many = (count: number, make: (at: number) => Record<string, unknown>) => Array.from({ length: count }, (_, at) => make(at))
const hex = (at: number) => `${(at * 2654435761) >>> 0}`.padStart(12, '0').slice(0, 12)

test('a key is known by its name and its values, after one answer', () => {
  const rows = many(30, (at) => ({ id: 7 * at, order_number: `ORD-${at}`, userId: `u${at % 3}`, amount: at * 1.5, items: at }))
  expect(findIdentifiers(learn([rows]), describe(rows))).toEqual({ id: 'key', order_number: 'key', userId: 'reference', items: 'rising' })
})

test('UUIDs and moments written as numbers are known by what they are', () => {
  const rows = many(20, (at) => ({ ticket: `0000000a-0000-4000-8000-${hex(at)}`, created: 1_790_000_000_000 + at * 977, at: '2026-01-01' }))
  expect(findIdentifiers(learn([rows]), null)).toEqual({ ticket: 'uuid', created: 'time' })
})

test('a number without a telling name is one once it has risen from answer to answer', () => {
  const page = (at: number) => many(25, (n) => ({ position: 1000 + 300 * at + 11 * n + (n % 3) }))
  expect(findIdentifiers(learn([0, 1, 2].map(page)), null)).toEqual({})
  const known = learn([0, 1, 2, 3, 4].map(page))
  expect(findIdentifiers(known, null)).toEqual({ position: 'rising' })
  // One look at an older page says nothing; again and again does.
  expect(findIdentifiers(learn([5, 6, 7, 2, 8].map(page), known), null)).toEqual({ position: 'rising' })
  expect(findIdentifiers(learn([3, 1, 2, 0, 1].map(page), known), null)).toEqual({})
})

test('codes of a few values are judged, though they are called ids', () => {
  const rows = many(800, (at) => ({ role_id: at % 4, customer_id: at % 90 }))
  expect(findIdentifiers(learn([rows]), describe(rows))).toEqual({ customer_id: 'reference' })
})

test('amounts are none, however many of them differ', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 1e6 }), { minLength: 25, maxLength: 40 }), { maxLength: 6 }),
      (answers) => {
        const traces = learn(answers.map((values) => values.map((cents) => ({ price: cents / 100 }))))
        expect(findIdentifiers(traces, null)).toEqual({})
      },
    ),
  )
})

test('a key that comes twice again and again is none any more', () => {
  const known = learn([many(30, (at) => ({ ref: at * 3 }))])
  expect(findIdentifiers(known, null)).toEqual({ ref: 'key' })
  expect(
    findIdentifiers(
      learn(
        many(5, () => ({})).map(() => many(30, (at) => ({ ref: at % 4 }))),
        known,
      ),
      null,
    ),
  ).toEqual({})
})

test('what moves in an identifier is no change, that it is missing is one', () => {
  const rows = (from: number, count: number, make: (at: number) => object = () => ({})) =>
    many(count, (at) => ({ id: from + at, amount: (from + at * 7) % 50, ...make(at) }))
  const first = rows(0, 400)
  const traces = learn([first])
  const identifiers = findIdentifiers(traces, describe(first))
  const history = describeRows(first, { identifiers, shapes: true }) as DatasetStatistics
  const changesOf = (fresh: object[]) => findChanges(history, describeRows(fresh, { like: history, identifiers }) as DatasetStatistics, 100)
  const grown = changesOf(rows(90_000, 300))
  expect(grown).toMatchObject({ compared: true, significant: [], comparison: { distribution_changes: {} } })
  expect(grown.comparison.field_changes['id']).toMatchObject({ value_range_changed: false })
  const odd = changesOf(rows(90_000, 300, (at) => (at % 2 ? { id: null } : { amount: 900 })))
  expect(odd.significant.map((change) => ['field' in change && change.field, change.type])).toEqual(
    expect.arrayContaining([
      ['id', 'null_ratio'],
      ['amount', 'numeric_mean'],
    ]),
  )
})

test('whoever asks for fields of ever new names does not make it remember them all, nor forget those that come again', () => {
  const answer = (at: number) =>
    many(12, (row) => ({
      id: 12 * at + row,
      ...Object.fromEntries(many(300, (n) => ({ n })).map(({ n }) => [`alias${at}_${n as number}`, row])),
    }))
  const known = learn(Array.from({ length: 8 }, (_, at) => answer(at)))
  expect(Object.keys(known)).toHaveLength(1000)
  expect(known['id']).toMatchObject({ answers: 8 })
  expect(Object.keys(known)).toContain('alias7_0')
  expect(Object.keys(known)).not.toContain('alias0_0')
})
