import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DatasetStatistics } from '../../model/dataset.ts'
import { makeChance } from '../forest/random.ts'
import { explainRow, scoreRows, trainModel } from './model.ts'
import type { DatasetModel } from './model.ts'
import { judgeRows, tellRow, withoutChance } from './rows.ts'
import { emptySchema, encodeRow, learnSchema, looksAt, namesOf, type FeatureSchema } from './schema.ts'
import { describeRows } from './statistics.ts'

const chance = makeChance(7)
const countries = ['FR', 'DE', 'IT', 'ES']
const person = () => ({
  age: 20 + chance.below(45),
  salary: 2000 + chance.below(3000),
  country: countries[chance.below(4)],
  hired_date: `2024-0${1 + chance.below(9)}-1${chance.below(9)}T0${chance.below(9)}:00:00Z`,
  email: `someone${1000 + chance.below(9000)}@example.org`,
})
const rows = Array.from({ length: 600 }, person)
const options = { budget: 0.01, seed: 1, schema: emptySchema }
const model = trainModel(rows, options)
const history = describeRows(rows, { shapes: true }) as DatasetStatistics
function judge(fresh: readonly object[], isKnown = () => false, by: DatasetModel = model) {
  const { odd, highest } = judgeRows(fresh as Record<string, unknown>[], by, history, isKnown)
  return { highest, candidates: odd, rows: withoutChance(odd, by, fresh.length).map((each) => tellRow(each, by)) }
}

test('the same rows and seed make the same model', () => {
  expect(trainModel(rows, options)).toEqual(model)
})

test('of ordinary rows about the budgeted share is beyond the threshold, and none of it is told', () => {
  const fresh = Array.from({ length: 1000 }, person)
  const { candidates, rows: odd } = judge(fresh)
  expect(candidates.length).toBeGreaterThan(0)
  expect(candidates.length).toBeLessThan(40)
  expect(odd).toEqual([])
})

test('more rows beyond the threshold than chance has are told, though none of them goes far', () => {
  const { candidates } = judge(Array.from({ length: 3000 }, person))
  const edge = candidates.toSorted((a, b) => a.score - b.score).slice(0, 12)
  const withinChance = withoutChance(edge.slice(0, 1), model, 3000)
  expect(withinChance).toEqual([])
  expect(withoutChance(edge, model, 100)).toHaveLength(12)
})

test('rows that were there before are no news, however near the edge they lie', () => {
  expect(judge(rows).candidates.length).toBeGreaterThan(0)
  expect(judge(rows, () => true).candidates).toEqual([])
})

test('a row unlike the others comes first, with its value beside what is usual', () => {
  const fresh = [...Array.from({ length: 50 }, person), { ...person(), age: 31, salary: 900_000 }]
  const { rows: odd, highest } = judge(fresh)
  expect(odd[0]).toMatchObject({
    index: 50,
    is_anomaly: true,
    reasons: expect.arrayContaining([expect.objectContaining({ field: 'salary', value: 900_000 })]),
  })
  expect(odd[0]?.reasons[0]?.explanation).toMatch(/^salary is 900000, \d+.* deviations from its mean; \d+ to \d+ is all there was$/)
  expect(highest).toBe(odd[0]?.score)
})

test('a word that history has never had makes a row anomalous', () => {
  const [odd] = judge([{ ...person(), country: 'KP' }]).rows
  expect(odd?.reasons[0]).toMatchObject({ field: 'country', value: 'KP', explanation: 'country is KP, which none of 600 rows was' })
})

test('the model alone names the field that stands out', () => {
  const [first] = explainRow(model, { ...person(), age: 400 })
  expect(first?.field).toBe('age')
})

test('a poisoned history still ranks the attack first', () => {
  const poison = Array.from({ length: 30 }, () => ({ ...person(), salary: 800_000 + chance.below(1000), country: 'KP' }))
  const poisoned = trainModel([...rows, ...poison], options)
  const fresh = [...Array.from({ length: 200 }, person), { ...person(), salary: 850_000, country: 'KP' }]
  const scores = scoreRows(poisoned, fresh)

  expect(scores.indexOf(Math.max(...scores))).toBe(200)
})

test('a schema only grows: what was a column stays in its place', () => {
  const schema = learnSchema(emptySchema, rows)
  const grown = learnSchema(schema, [...rows, { age: 1, bonus: 7, active: true }])
  expect(grown.columns.slice(0, schema.columns.length).map(({ field, kind }) => [field, kind])).toEqual(
    schema.columns.map(({ field, kind }) => [field, kind]),
  )
  expect(grown.columns.slice(schema.columns.length)).toEqual([
    { field: 'active', kind: 'number' },
    { field: 'bonus', kind: 'number' },
  ])
})

test('an identifier is no feature, and what was one is put out of use where it is', () => {
  const schema = learnSchema(emptySchema, [{ age: 1, id: 7, name: 'a' }])
  expect(learnSchema(emptySchema, [{ age: 1, id: 7 }], { id: 'key' }).columns.map(({ field }) => field)).toEqual(['age'])
  expect(looksAt(schema, { id: 'key' })).toBe(true)
  const retired: FeatureSchema = learnSchema(schema, [{ age: 1, id: 7, name: 'a' }], { id: 'key' })
  expect(retired.columns).toHaveLength(schema.columns.length)
  expect([looksAt(retired, { id: 'key' }), namesOf(retired)]).toEqual([false, ['age', 'name:share']])
  expect([...encodeRow(retired, { age: 2, id: 999, name: 'a' })]).toEqual([2, 0, 1])
  // An identifier no longer: a key that comes twice is an amount.
  expect(namesOf(learnSchema(retired, [{ age: 1, id: 7, name: 'a' }]))).toEqual(['age', 'id', 'name:share'])
})

test('rows of anything become numbers', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.anything()), (row) => {
      const schema = learnSchema(emptySchema, [row])
      expect([...encodeRow(schema, row)].every(Number.isFinite)).toBe(true)
    }),
  )
})
