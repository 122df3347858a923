import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { QueryFeatures } from '../../model/dataset.ts'
import { describeCases, readCases } from '../testing/dataset-cases.ts'
import { readDocument, rootFields } from './query-document.ts'
import { readFeatures } from './query-features.ts'
import { canonicalText } from './query-identity.ts'

interface Case {
  input: { query: string }
  expected: { operation_name: string | null; complexity_score: number; features: QueryFeatures } | { error: string; prefix: string }
}
const cases = readCases<Case>('query-complexity')

describeCases('query complexity', cases, () => {
  test.each(cases)('%s', (_, { input: { query }, expected }) => {
    const reading = readDocument(query, null)
    if ('error' in expected) {
      expect(reading.kind === 'invalid' && reading.message.startsWith(expected.prefix)).toBe(true)
      return
    }
    if (reading.kind !== 'read') throw new Error(reading.message)
    const features = readFeatures(reading.document, query)
    expect(features).toEqual(expected.features)
    expect(reading.operation.name?.value ?? null).toBe(expected.operation_name)
    expect(features.complexity_score).toBe(expected.complexity_score)
  })
})

function identify(query: string): string {
  const reading = readDocument(query, null)
  if (reading.kind !== 'read') throw new Error(reading.message)
  return canonicalText(reading.document, reading.operation)
}

const plain = 'query Q($n: Int) { users(limit: $n, where: {age: {_gt: 18}}) { id name } orders { id } }'

test.each([
  ['whitespace', 'query Q ( $n : Int ) {\n  users ( limit : $n , where : { age : { _gt : 18 } } ) { id , name }\n orders{id}}'],
  ['comments', `# who asks\n${plain} # end`],
  ['aliases', 'query Q($n: Int) { u: users(limit: $n, where: {age: {_gt: 18}}) { key: id name } orders { id } }'],
  ['order', 'query Q($n: Int) { orders { id } users(where: {age: {_gt: 18}}, limit: $n) { name id } }'],
  ['literal values', 'query Q($n: Int = 5) { users(limit: $n, where: {age: {_gt: 65}}) { id name } orders { id } }'],
])('%s do not change which query it is', (_, query) => {
  expect(identify(query)).toBe(identify(plain))
})

test.each([
  ['another field', plain.replace('name', 'ssn')],
  ['another argument', plain.replace('age', 'salary')],
  ['another variable in a literal’s place', plain.replace('18', '$n')],
  ['another depth', plain.replace('orders { id }', 'orders { items { id } }')],
])('%s is another query', (_, query) => {
  expect(identify(query)).not.toBe(identify(plain))
})

test('no literal value is in the text that is kept', () => {
  expect(identify('{ users(where: {token: "s3cret", n: [1, 2], e: ADMIN}) { id } }')).toBe(
    'query { users(where: {e: ?, n: ?, token: ?}) { id } }',
  )
})

test('what is asked for is found through fragments and aliases', () => {
  const reading = readDocument('query A { x: users { ...F orders { total } } } fragment F on User { mail: email ...F }', null)
  if (reading.kind !== 'read') throw new Error(reading.message)
  expect(rootFields(reading.document, reading.operation)).toEqual([
    { key: 'x', name: 'users', fields: ['email', 'orders', 'orders.total'] },
  ])
})

test('fragments within fragments end', () => {
  const fragments = Array.from({ length: 40 }, (_, at) => `fragment F${at} on U { a { ...F${at + 1} } b { ...F${at + 1} } }`).join(' ')
  const reading = readDocument(`query { users { ...F0 } } ${fragments} fragment F40 on U { id }`, null)
  if (reading.kind !== 'read') throw new Error(reading.message)
  expect(rootFields(reading.document, reading.operation)[0]?.name).toBe('users')
  expect(canonicalText(reading.document, reading.operation).length).toBeLessThan(10_000)
})

test('a document nested beyond reason is an invalid one', () => {
  expect(readDocument(`{${'a{'.repeat(100_000)}`, null).kind).toBe('invalid')
  expect(readDocument(`{${'a{'.repeat(4000)}b${'}'.repeat(4001)}`, null).kind).toMatch(/read|invalid/)
})

test('any text is read or refused', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[{}a-z().:$!@"#\s]{0,80}$/)), (query) => {
      const reading = readDocument(query, null)
      if (reading.kind === 'read') canonicalText(reading.document, reading.operation)
    }),
  )
})
