import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packIntegers, unpackIntegers } from './packing.ts'

describe('packed integers', () => {
  it('come back as they were, through JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), { maxLength: 2500 }), (list) => {
        const integers = Int32Array.from(list)
        const saved = JSON.parse(JSON.stringify(packIntegers(integers)))
        expect(unpackIntegers(saved, integers.length)).toEqual(integers)
      }),
    )
  })

  it('take no room where there is nothing', () => {
    expect(packIntegers(new Int32Array(4096))).toEqual(['', '', '', ''])
  })
})
