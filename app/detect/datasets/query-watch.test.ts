import { expect, test } from 'vitest'
import type { QueryFeatures } from '../../model/dataset.ts'
import { deviation, findConcerns, learn, nothingYet, type RoleHistory } from './query-watch.ts'

const features: QueryFeatures = {
  depth: 2,
  fields: 3,
  arguments: 0,
  variables: 0,
  complexity_score: 12,
  has_pagination: false,
  has_filtering: false,
  has_sorting: false,
  query_length: 20,
}
const of = (values: number[]) => values.reduce(learn, nothingYet)
const known: RoleHistory = {
  role: 'user',
  requests: 50,
  rows: of(Array.from({ length: 50 }, (_, at) => 10 + (at % 5))),
  complexity: of(Array.from({ length: 50 }, () => 12)),
  knows: (field) => ['users.id', 'users.name'].includes(field),
}

test('what a role always does is no concern', () => {
  expect(findConcerns(known, ['users.id'], features, 13)).toEqual([])
})

test('a field that a role has never read is one', () => {
  expect(findConcerns(known, ['users.id', 'users.ssn'], features, 10)).toEqual([
    {
      kind: 'first_use',
      severity: 'medium',
      explanation: 'user has read users.ssn for the first time, after 50 requests',
      fields: ['users.ssn'],
    },
  ])
})

test('nobody is strange who is not known yet', () => {
  expect(findConcerns({ ...known, requests: 3, rows: nothingYet, complexity: nothingYet }, ['users.ssn'], features, 100_000)).toEqual([])
})

test('far more rows than ever are one, and far more complexity', () => {
  expect(findConcerns(known, [], { ...features, complexity_score: 400 }, 5000).map(({ kind, severity }) => [kind, severity])).toEqual([
    ['unusual_volume', 'high'],
    ['unusual_complexity', 'high'],
  ])
})

test('sums give the mean and the deviation', () => {
  const running = of([2, 4, 4, 4, 5, 5, 7, 9])
  expect([running.mean, deviation(running), running.max]).toEqual([5, 2, 9])
})
