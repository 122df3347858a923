import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FieldValue, Fields } from '../model/fields.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { decodeBlock, encodeBlock } from './block-codec.ts'
import { addWords, TermSet, wordsOf } from './block-terms.ts'

const encoder = new TextEncoder()
const value: fc.Arbitrary<FieldValue | undefined> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('sshd', '10.0.0.1', 'root', '', 'Straße', '日本'),
  fc.double({ noNaN: true }).map((n) => n + 0),
  fc.maxSafeInteger(),
  fc.nat(65_535),
  fc.boolean(),
  fc.constant(undefined),
)
const name = fc.oneof(
  fc.constantFrom('message', 'source.ip', 'event.dataset', 'destination.port'),
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
)
const fields = fc.dictionary(name, value, { maxKeys: 8, noNullPrototype: true }).map((made) => {
  const own = { ...made }
  delete own['__proto__']
  return own as Fields
})
const draft = fc.record({
  time: fc.oneof(fc.integer({ min: -1e12, max: 4e12 }), fc.constant(1_760_000_000_000)),
  arrival: fc.nat(4_000_000_000),
  source: fc.constantFrom('syslog-udp', 'netflow'),
  raw: fc.uint8Array({ maxLength: 60 }),
  fields,
  gap: fc.integer({ min: 1, max: 3 }),
  suffix: fc.option(fc.string({ unit: 'grapheme', maxLength: 30 }), { nil: undefined }),
})

function number(drafts: readonly (Omit<TelemetryRecord, 'seq'> & { gap: number; suffix?: string | undefined })[]): TelemetryRecord[] {
  let seq = 0
  return drafts.map(({ gap, suffix, ...rest }) => {
    seq += gap
    if (suffix === undefined) return { ...rest, seq }
    const raw = new Uint8Array([...rest.raw, ...encoder.encode(suffix)])
    return { ...rest, seq, raw, fields: { ...rest.fields, message: suffix } }
  })
}

/** What the codec promises to give back. */
function kept(record: TelemetryRecord): TelemetryRecord {
  const entries = Object.entries(record.fields).filter(([, held]) => held !== undefined)
  return { ...record, fields: Object.fromEntries(entries.map(([key, held]) => [key, held === 0 ? 0 : held])) as Fields }
}

test('what goes into a block comes out of it', () => {
  fc.assert(
    fc.property(fc.array(draft, { maxLength: 60 }), (drafts) => {
      const records = number(drafts)
      const block = encodeBlock(records)
      const decoded = decodeBlock(new Uint8Array(block.body))
      if (decoded.kind !== 'block') throw new Error(decoded.message)
      expect(records.map((_, row) => decoded.block.record(row))).toEqual(records.map(kept))
      expect(block.count).toBe(records.length)
      expect(block.rollups.reduce((sum, { count }) => sum + count, 0)).toBe(records.length)
      expect(Object.values(block.sources).reduce((sum, count) => sum + count, 0)).toBe(records.length)
    }),
    { numRuns: 400 },
  )
})

test('a full block of alike records comes back, in few bytes', () => {
  const records = Array.from({ length: 4096 }, (_, i): TelemetryRecord => {
    const message = `Failed password for root from 10.0.${i >> 8}.${i & 255} port ${40_000 + (i % 20_000)} ssh2`
    return {
      seq: 1000 + i,
      time: 1_760_000_000_000 + i * 3,
      arrival: 1_760_000_000_010 + i * 3,
      source: 'syslog-udp',
      raw: encoder.encode(`<38>Oct  9 08:53:20 web-1 sshd[${1000 + i}]: ${message}`),
      fields: { message, 'host.name': 'web-1', 'source.ip': `10.0.${i >> 8}.${i & 255}`, 'source.port': 40_000 + (i % 20_000) },
    }
  })
  const block = encodeBlock(records)
  const decoded = decodeBlock(new Uint8Array(block.body))
  if (decoded.kind !== 'block') throw new Error(decoded.message)
  for (const row of [0, 1, 2047, 4095]) expect(decoded.block.record(row)).toEqual(records[row])
  expect(block.body.byteLength / 4096).toBeLessThan(150)
})

test('any bytes are read or refused, never a crash', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(decodeBlock(bytes).kind).toMatch(/block|corrupt/)
    }),
  )
})

test('a damaged block is read or refused, never a crash', () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(fc.array(draft, { minLength: 1, maxLength: 20 }), damage, fc.option(fc.nat()), (drafts, changes, cut) => {
      let body = new Uint8Array(encodeBlock(number(drafts)).body)
      for (const [at, byte] of changes) if (at % 3 > 0) body[at % body.length] = byte
      if (cut !== null) body = body.slice(0, cut % body.length)
      const decoded = decodeBlock(body)
      if (decoded.kind === 'corrupt') return
      const { block } = decoded
      for (let row = 0; row < Math.min(block.count, 40); row += 1) block.record(row)
      for (const field of block.fieldNames) block.column(field)
    }),
    { numRuns: 1000 },
  )
})

function wordsIn(bytes: Uint8Array): Uint32Array {
  const terms = new TermSet()
  addWords(terms, bytes)
  return terms.take()
}

test('every word and dotted address of a text is among the terms of any text that holds it', () => {
  const piece = fc.constantFrom('10', '0', '255', '.', '.', '-', ' ', 'Ab', 'é', '1234', ':', '192.0.2.7')
  const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, text, text, (before, sought, after) => {
      const bytes = encoder.encode(`${before} ${sought}-${after}`)
      const held = new Set(wordsIn(bytes))
      for (const word of wordsOf(sought)) expect(held.has(word)).toBe(true)
      const glued = new Set(wordsIn(encoder.encode(before + sought + after)))
      for (const word of wordsOf(sought, { start: true, end: true })) expect(glued.has(word)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('a term set holds each term once and is empty after it was taken', () => {
  const terms = new TermSet()
  for (let i = 0; i < 50_000; i += 1) terms.add(i % 20_000)
  const taken = terms.take()
  expect(taken.length).toBe(new Set(taken).size)
  // 0 and 1 share a slot: an empty slot is written as 0.
  expect(taken.length).toBe(19_999)
  expect(terms.take().length).toBe(0)
})
