import { expect, test } from 'vitest'
import type { MaskingRules } from '../model/masking.ts'
import { longestMessage, type Message } from '../model/message.ts'
import { MessageMasking } from './message-masking.ts'
import { RecordFactory } from './record-factory.ts'

const rules: MaskingRules = { fragments: [], exempt_keys: [], patterns: ['credential_pair'] }
const encode = (text: string) => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** Takes every `x` out. */
function createMasking() {
  const parts = {
    createMasker: () => {
      const counts = { credential_pair: 0 }
      const mask = (bytes: Uint8Array) => {
        if (decode(bytes).includes('bug')) throw new Error('a bug')
        if (!bytes.includes(120)) return bytes
        counts.credential_pair += 1
        return bytes.filter((byte) => byte !== 120)
      }
      return { mask, counts }
    },
    hash: (bytes: Uint8Array) => `hash of ${decode(bytes).slice(0, 10)}`,
  }
  return new MessageMasking(rules, parts)
}

const message = (text: string, wire: Message['wire'] = 'syslog'): Message => ({ bytes: encode(text), peer: 'p', wire, arrival: 1 })

test('every text is masked and its original is known by its hash; packets of flows are not looked at', () => {
  const masking = createMasking()
  for (const wire of ['syslog', 'request'] as const) {
    const masked = message('axbx', wire)
    expect(masking.apply(masked)).toBe('hash of axbx')
    expect(decode(masked.bytes)).toBe('ab')
  }
  const [clean, flow] = [message('ab'), message('axbx', 'netflow')]
  const { bytes } = clean
  expect(masking.apply(clean)).toBeUndefined()
  expect(clean.bytes).toBe(bytes)
  expect(masking.apply(flow)).toBeUndefined()
  expect(decode(flow.bytes)).toBe('axbx')
  expect(masking.counters()).toEqual({ patterns: { credential_pair: 2 }, records: 2 })
})

test('counts go on when the rules change', () => {
  const masking = createMasking()
  masking.apply(message('x'))
  masking.configure(rules)
  masking.apply(message('x'))
  expect(masking.counters()).toEqual({ patterns: { credential_pair: 2 }, records: 2 })
})

test('a message that was cut keeps its length', () => {
  const cut = message('x'.padEnd(longestMessage, 'a'))
  createMasking().apply(cut)
  expect(cut.bytes.length).toBe(longestMessage)
  expect(decode(cut.bytes)).not.toContain('x')
})

test('what masking fails on is kept by its hash alone', () => {
  const failing = message('a bug with a secret')
  expect(createMasking().apply(failing)).toBe('hash of a bug with')
  expect(failing.bytes.length).toBe(0)
})

test('the hash stands in the records of its own message only', () => {
  const masking = createMasking()
  const factory = new RecordFactory(
    () => ({
      parse: ({ bytes, arrival }, emit) => emit({ time: arrival, raw: bytes, fields: {} }),
      end: (emit) => emit({ time: 0, raw: new Uint8Array(0), fields: {} }),
      snapshot: () => undefined,
      restore: () => undefined,
    }),
    0,
    (each) => masking.apply(each),
  )
  const hashes: unknown[] = []
  const parse = factory.forSource('s', ({ fields }) => hashes.push(fields['event.hash']))
  for (const text of ['a', 'xa', 'b', 'x']) parse(message(text))
  factory.end(({ fields }) => hashes.push(fields['event.hash']))
  expect(hashes).toEqual([undefined, 'hash of xa', undefined, 'hash of x', undefined])
})
