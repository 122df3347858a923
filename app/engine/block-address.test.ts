import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SecurityEvent } from '../model/event.ts'
import { addressToBlock, readBlockAddress } from './block-address.ts'

describe('an entry of the blocklist', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7', 'ip'],
    [' 203.0.113.7/32 ', '203.0.113.7', 'ip'],
    ['198.51.100.77/24', '198.51.100.0/24', 'network'],
    ['2001:DB8:0:0::7', '2001:db8::7', 'ip'],
    ['2001:db8:1::/48', '2001:db8:1::/48', 'network'],
    ['::ffff:203.0.113.7', '203.0.113.7', 'ip'],
    ['::ffff:203.0.113.0/120', '203.0.113.0/24', 'network'],
    ['10.1.2.3', '10.1.2.3', 'ip'],
  ])('%s is written %s', (text, value, family) => {
    expect(readBlockAddress(text)).toEqual({ kind: 'address', value, family })
  })

  test.each([
    '',
    'web-1',
    '10.1',
    '0x7f000001',
    '203.0.113.7/33',
    '203.0.113.7/-1',
    '203.0.113.7/8/8',
    '203.0.113.0/',
    'fe80::1%eth0',
    '203.0.113.7\n198.51.100.7',
    '127.0.0.1',
    '127.8.0.0/16',
    '::1',
    '0.0.0.0',
    '0.0.0.0/0',
    '::/0',
    '128.0.0.0/1',
    '2001::/16',
    '224.0.0.1',
    '255.255.255.255',
    '169.254.1.1',
    'fe80::1',
    '::ffff:127.0.0.1',
    '::ffff:0:0/90',
  ])('%j is refused', (text) => {
    expect(readBlockAddress(text)).toMatchObject({ kind: 'refused' })
  })
})

test('whatever is asked for, what is written stands for itself when it is read again', () => {
  const part = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())
  const text = fc.oneof(
    part,
    fc.tuple(part, fc.integer({ min: -1, max: 130 })).map(([address, bits]) => `${address}/${bits}`),
  )
  fc.assert(
    fc.property(text, (asked) => {
      const read = readBlockAddress(asked)
      if (read.kind === 'refused') return
      expect(readBlockAddress(read.value)).toEqual(read)
      // One line of a list that other programs read.
      expect(read.value).toMatch(/^[0-9a-f:.]+(\/\d+)?$/)
    }),
  )
})

describe('what an event puts on the list', () => {
  const home = ['10.0.0.0/8', 'fc00::/7']
  const event = (entity: SecurityEvent['entity'], more: Partial<SecurityEvent> = {}) =>
    ({ entity, decision: { should_block: true }, ...more }) as SecurityEvent

  test('the address of its request, else the address that it is about', () => {
    expect(addressToBlock(event({ kind: 'ip', value: '203.0.113.7' }), home)).toBe('203.0.113.7')
    expect(addressToBlock(event({ kind: 'actor', value: 'ip:2001:db8::7' }), home)).toBe('2001:db8::7')
    expect(addressToBlock(event({ kind: 'actor', value: 'user:7' }, { application: { ip_address: '203.0.113.8' } }), home)).toBe(
      '203.0.113.8',
    )
  })

  test('nothing where the decision does not block, where there is no address, or where it is one of ours', () => {
    expect(addressToBlock(event({ kind: 'ip', value: '203.0.113.7' }, { decision: {} as SecurityEvent['decision'] }), home)).toBeUndefined()
    for (const value of ['ip:anon', 'user:203.0.113.7', 'ip:'])
      expect(addressToBlock(event({ kind: 'actor', value }), home)).toBeUndefined()
    for (const value of ['10.1.2.3', '::ffff:10.1.2.3', 'fd00::1', '127.0.0.1', '::1', '203.0.113.0/24', 'web-1'])
      expect(addressToBlock(event({ kind: 'ip', value }), home)).toBeUndefined()
    expect(addressToBlock(event({ kind: 'host', value: '203.0.113.7' }), home)).toBeUndefined()
  })
})
