import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DatasetStatistics } from '../../model/dataset.ts'
import { makeChance } from '../forest/random.ts'
import { explainRow, scoreRows, trainModel } from './model.ts'
import { judgeRows } from './rows.ts'
import { emptySchema, encodeRow, learnSchema } from './schema.ts'
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
const history = describeRows(rows) as DatasetStatistics

test('the same rows and seed make the same model', () => {
  expect(trainModel(rows, options)).toEqual(model)
})

test('ordinary rows are left alone within the budget', () => {
  const fresh = Array.from({ length: 1000 }, person)
  const { rows: odd } = judgeRows(fresh, model, history)
  expect(odd.length).toBeLessThan(40)
})

test('rows that were there before are no news, however near the edge they lie', () => {
  expect(judgeRows(rows, model, history).rows.length).toBeGreaterThan(0)
  expect(judgeRows(rows, model, history, () => true).rows).toEqual([])
})

test('a row unlike the others comes first, with its value beside what is usual', () => {
  const fresh = [...Array.from({ length: 50 }, person), { ...person(), age: 31, salary: 900_000 }]
  const { rows: odd, highest } = judgeRows(fresh, model, history)
  expect(odd[0]).toMatchObject({
    index: 50,
    is_anomaly: true,
    reasons: expect.arrayContaining([expect.objectContaining({ field: 'salary', value: 900_000 })]),
  })
  expect(odd[0]?.reasons[0]?.explanation).toMatch(/^salary is 900000, \d+.* deviations from its mean; \d+ to \d+ is all there was$/)
  expect(highest).toBe(odd[0]?.score)
})

test('a word that history has never had makes a row anomalous', () => {
  const [odd] = judgeRows([{ ...person(), country: 'KP' }], model, history).rows
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

test('rows of anything become numbers', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.anything()), (row) => {
      const schema = learnSchema(emptySchema, [row])
      expect([...encodeRow(schema, row)].every(Number.isFinite)).toBe(true)
    }),
  )
})
