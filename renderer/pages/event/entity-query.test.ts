import { describe, expect, it } from 'vitest'
import { conditionsOf, queryAround, withoutPort } from './entity-query.ts'

describe('records of an entity', () => {
  it('name it in any field', () => {
    expect(conditionsOf({ kind: 'ip', value: '10.0.0.5' })).toEqual([{ kind: 'entity', value: '10.0.0.5', negated: false }])
  })
  it('name an actor whole', () => {
    expect(conditionsOf({ kind: 'actor', value: 'user:7' })).toEqual([{ kind: 'entity', value: 'user:7', negated: false }])
  })
  it('name both ends of a pair', () => {
    expect(
      conditionsOf({ kind: 'pair', value: '10.0.0.5 → 198.51.100.9:443' }).map((condition) => 'value' in condition && condition.value),
    ).toEqual(['10.0.0.5', '198.51.100.9'])
  })
  it('lie around the event, an hour at least', () => {
    const entity = { kind: 'user', value: 'mia' } as const
    expect(queryAround({ entity, first_seen: 7_200_000, last_seen: 7_201_000 })).toMatchObject({ from: 3_600_000, to: 10_801_000 })
  })
})

describe('an address without its port', () => {
  it.each([
    ['198.51.100.9:443', '198.51.100.9'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['web-1', 'web-1'],
  ])('%s → %s', (text, address) => expect(withoutPort(text)).toBe(address))
})
