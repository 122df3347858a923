import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Deframer } from './framing.ts'

function deframe(pieces: Uint8Array[], maximum?: number): string[] {
  const deframer = new Deframer(maximum)
  const frames: string[] = []
  const emit = (frame: Uint8Array) => void frames.push(Buffer.from(frame).toString())
  for (const piece of pieces) deframer.push(piece, emit)
  deframer.end(emit)
  return frames
}

function cut(bytes: Uint8Array, cuts: number[]): Uint8Array[] {
  const at = [0, ...cuts.map((c) => Math.min(c, bytes.length)).sort((a, b) => a - b), bytes.length]
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end))
}

const text = (value: string) => [Buffer.from(value)]

test('counted frames may hold line ends and follow each other without any', () => {
  expect(deframe(text('7 <1>a\nbc6 <2>zé'))).toEqual(['<1>a\nbc', '<2>zé'])
})

test('frames end at LF, CRLF or NUL, and empty ones are passed over', () => {
  expect(deframe(text('<1>a\n<2>b\r\n\n<3>c\0<4>d'))).toEqual(['<1>a', '<2>b', '<3>c', '<4>d'])
})

test('a line that begins with a number is not taken for a length', () => {
  expect(deframe(text('2024 Mar  5 10:20:30 switch up\n42\n7 samurai\n12345678901 <1>a\n'))).toEqual([
    '2024 Mar  5 10:20:30 switch up',
    '42',
    '7 samurai',
    '12345678901 <1>a',
  ])
})

test('a sender may change its framing from frame to frame, and may end counted frames with a line end', () => {
  expect(deframe(text('4 <1>a\n<2>b\n4 <3>c<4>d\n'))).toEqual(['<1>a', '<2>b', '<3>c', '<4>d'])
})

test('of a frame longer than the maximum the beginning is delivered and the rest passed over, in either framing', () => {
  expect(deframe(text('<1>aaaaaaaaaaaa\n<2>b\n'), 8)).toEqual(['<1>aaaaa', '<2>b'])
  expect(deframe(text('15 <1>aaaaaaaaaaaa4 <2>b'), 8)).toEqual(['<1>aaaaa', '<2>b'])
  const long = Buffer.concat([Buffer.from('<1>'), Buffer.alloc(200_000, 'x'), Buffer.from('\nnext\n')])
  expect(deframe(cut(long, [1000, 70_000, 140_000])).map((frame) => frame.length)).toEqual([65_536, 4])
})

test('frames are the same however the bytes are cut', () => {
  const pieces = fc.array(fc.constantFrom('<1>a', '5 <1>ab', '3 ', '12', ' ', '\n', '\r\n', '\0', 'x', '<', '9 <2>', '1234567', 'é'), {
    maxLength: 30,
  })
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(80)), fc.constantFrom(4, 8, 65_536), (parts, cuts, maximum) => {
      const bytes = Buffer.from(parts.join(''))
      expect(deframe(cut(bytes, cuts), maximum)).toEqual(deframe([bytes], maximum))
    }),
    { numRuns: 1000 },
  )
})

test('what a counting sender sends is what arrives', () => {
  const message = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).map((body) => `<13>${body}.`)
  fc.assert(
    fc.property(fc.array(message, { maxLength: 10 }), fc.array(fc.nat(400)), (messages, cuts) => {
      const stream = Buffer.from(messages.map((m) => `${Buffer.byteLength(m)} ${m}`).join(''))
      expect(deframe(cut(stream, cuts))).toEqual(messages)
    }),
  )
})

test('no bytes crash it, and no frame exceeds the maximum', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 20 }), (parts) => {
      const deframer = new Deframer(32)
      let delivered = 0
      const emit = (frame: Uint8Array) => {
        expect(frame.length).toBeGreaterThan(0)
        expect(frame.length).toBeLessThanOrEqual(32)
        delivered += frame.length
      }
      for (const part of parts) deframer.push(part, emit)
      deframer.end(emit)
      expect(delivered).toBeLessThanOrEqual(parts.reduce((sum, part) => sum + part.length, 0))
    }),
  )
})

/** RFC 6587 facts collected by others; read in place, absent from a clone elsewhere. */
const file = '../shared/fixtures/syslog/vectors.json'
interface FramingVector {
  id: string
  format: string
  input: string
  trailer_may_also_be?: string
  expected_messages_best_effort: { message: unknown; error: boolean }[]
}
const vectors: FramingVector[] = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8')).vectors.filter((vector: FramingVector) => vector.format.startsWith('framing-'))
  : []

/** What each stream holds, read from the vectors' messages; how each frame is then understood is tested in `normalize`. */
const expectedFrames: Record<string, string[]> = {
  'framing/octet-counting/0': [],
  'framing/octet-counting/1': ['<1>1 - - - - - -', '<2>12 A B C D E -'],
  'framing/octet-counting/2': ['<1>1 - - - - - -', 'xaaa'],
  'framing/octet-counting/3': ['<1>1 A B C D E -', 'xaaa'],
  'framing/octet-counting/4': ['<1>1 - - - - - - hell\u00f8'],
  'framing/octet-counting/5': ['<1>1'],
  'framing/octet-counting/6': ['16<1>1'],
  'framing/octet-counting/7': ['1'],
  'framing/octet-counting/8': [
    '<1>1 2003-10-11T22:14:15.003Z host.local - - - -',
    '<3>1 - host.local - - - -',
    '<2>1 - host.local su - - - \u03ba\u1f79\u03c3\u03bc\u03b5',
  ],
  'framing/octet-counting/9': ['<1>1 - - - - - -', '<2>12 A B C D E -', '<1>1 - - - - - -'],
  'framing/octet-counting/15': ['<1>1 - - - - - -'],
  'framing/octet-counting/16': ['<1>217 <11>1 - -', ' - - - -'],
  'framing/non-transparent/0': ['<1>1 - - - - - -'],
  'framing/non-transparent/1': ['<3>1 - - - - - -'],
  'framing/non-transparent/2': ['<1>1 - - - - - -', '<2>1 - - - - - -'],
  'framing/non-transparent/3': ['<1>1 - - - - - -', '<2>1 - - - - - -'],
  'framing/non-transparent/4': ['<1>1', '<2>1'],
}

describe.skipIf(vectors.length === 0)(`the framing vectors (skipped where ${file} is absent)`, () => {
  test.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (id, vector) => {
    expect(deframe(text(vector.input))).toEqual(expectedFrames[id])
    const messages = vector.expected_messages_best_effort
    // An empty stream holds no message for us, where the vector counts an error.
    expect(expectedFrames[id]).toHaveLength(vector.input === '' ? 0 : messages.length)
    if (vector.trailer_may_also_be === 'NUL') expect(deframe(text(vector.input.replaceAll('\n', '\0')))).toEqual(expectedFrames[id])
  })

  test('a length above the maximum is cut (framing/octet-counting/15)', () => {
    expect(deframe(text('16 <1>1 - - - - - -'), 15)).toEqual(['<1>1 - - - - -'.padEnd(15)])
  })
})
