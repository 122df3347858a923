import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineSplitter } from './line-splitter.ts'

function split(pieces: Uint8Array[]): string[] {
  const splitter = new LineSplitter()
  const lines: string[] = []
  const emit = (line: Uint8Array) => lines.push(Buffer.from(line).toString('latin1'))
  for (const piece of pieces) splitter.push(piece, emit)
  splitter.end(emit)
  return lines
}

test('lines are the same however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r\n'), maxLength: 60 }), fc.array(fc.nat(60)), (text, cuts) => {
      const bytes = Buffer.from(text, 'latin1')
      const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length]
      const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end))
      expect(split(pieces)).toEqual(split([bytes]))
      expect(split([bytes])).toEqual(
        text
          .split('\n')
          .map((l) => l.replace(/\r$/, ''))
          .filter((l) => l !== ''),
      )
    }),
  )
})

test('a line of 200 kB is cut at 64 KiB, and the next line is whole', () => {
  const pieces = [Buffer.alloc(100_000, 'x'), Buffer.alloc(100_000, 'x'), Buffer.from('\nnext\n')]
  expect(split(pieces).map((line) => line.length)).toEqual([65_536, 4])
})
