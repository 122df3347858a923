import { expect, it } from 'vitest'
import type { Entity } from '../../../app/model/observation.ts'
import { addressOfEvent } from './event-address.ts'

it.each<[Entity, string | undefined]>([
  [{ kind: 'ip', value: '203.0.113.7' }, '203.0.113.7'],
  [{ kind: 'actor', value: 'ip:2001:db8::1' }, '2001:db8::1'],
  [{ kind: 'actor', value: 'ip:anon' }, undefined],
  [{ kind: 'actor', value: 'user:7' }, undefined],
  [{ kind: 'pair', value: '10.0.0.5 → 198.51.100.9:443' }, '198.51.100.9'],
  [{ kind: 'user', value: 'mia' }, undefined],
])('%j → %j', (entity, address) => expect(addressOfEvent({ entity })).toBe(address))

it('is the client’s, where an application told of the request', () => {
  expect(addressOfEvent({ entity: { kind: 'actor', value: 'user:7' }, application: { ip_address: '192.0.2.1' } })).toBe('192.0.2.1')
})
