import { describe, expect, it } from 'vitest'
import type { Condition } from '../../app/model/query.ts'
import { addCondition, conditionsIn, partsOf } from './record-query.ts'

const port: Condition = { kind: 'range', field: 'destination.port', minimum: 1024, negated: false }
const user: Condition = { kind: 'equals', field: 'user.name', value: 'two words', negated: true }

describe('conditions of the query bar', () => {
  it('are shown as a field and a value', () => {
    expect(partsOf(user)).toEqual({ field: 'user.name', value: '"two words"' })
    expect(partsOf(port)).toEqual({ field: 'destination.port', value: '[1024 TO *]' })
    expect(partsOf({ kind: 'entity', value: '10.0.0.5', negated: false })).toEqual({ field: 'entity', value: '10.0.0.5' })
    expect(partsOf({ kind: 'text', text: 'failed', negated: true })).toEqual({ field: undefined, value: 'failed' })
  })
  it('are not doubled, and the newer of two opposites wins', () => {
    expect(addCondition([user, port], user)).toEqual([port, user])
    expect(addCondition([user, port], { ...user, negated: false })).toEqual([port, { ...user, negated: false }])
  })
  it('are none in a text that cannot be read', () => expect(conditionsIn('"never closed')).toEqual([]))
})
