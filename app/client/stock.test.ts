import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bundle } from './bundle.ts'
import { Stock } from './stock.ts'

const textsOf = (bundle: Bundle) => JSON.parse(`[${bundle.content.toString()}]`) as unknown[]
const one = (value: unknown) => JSON.stringify(value)

test('whatever is pushed, taken, put back and trimmed, it is the plain list, and knows its size', () => {
  const limits = { count: fc.nat(12), bytes: fc.nat(80) }
  const step = fc.oneof(
    fc.record({ kind: fc.constant('push' as const), values: fc.array(fc.string({ unit: 'grapheme', maxLength: 8 }), { minLength: 1 }) }),
    fc.record({ kind: fc.constant('take' as const), back: fc.boolean(), ...limits }),
    fc.record({ kind: fc.constant('trim' as const), ...limits }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const stock = new Stock()
      let list: string[] = []
      for (const now of steps) {
        if (now.kind === 'push') {
          stock.push(Bundle.of(now.values.map((value) => one(value))))
          list.push(...now.values)
        } else if (now.kind === 'take') {
          const batch = stock.take(now)
          const taken = batch.flatMap(textsOf)
          expect(batch.reduce((sum, { count }) => sum + count, 0)).toBe(taken.length)
          expect(taken.length).toBeLessThanOrEqual(now.count)
          if (taken.length > 1) expect(Buffer.byteLength(taken.map(one).join(','))).toBeLessThanOrEqual(now.bytes)
          expect(taken).toEqual(list.slice(0, taken.length))
          if (now.count > 0 && list.length > 0) expect(taken.length).toBeGreaterThan(0)
          if (now.back) stock.putBack(batch)
          else list = list.slice(taken.length)
        } else {
          const gone = stock.trim(now)
          list = list.slice(gone)
          expect(stock.count).toBeLessThanOrEqual(now.count)
          expect(stock.byteCount).toBeLessThanOrEqual(now.bytes)
        }
        expect(stock.count).toBe(list.length)
        if (list.length === 0) expect(stock.byteCount).toBe(0)
      }
      expect(stock.take({ count: Infinity, bytes: Infinity }).flatMap(textsOf)).toEqual(list)
    }),
  )
})

test('only as many go as have to', () => {
  const stock = new Stock()
  stock.push(Bundle.of(['1', '2', '3', '4']))
  stock.push(Bundle.of(['5', '6']))
  expect(stock.trim({ count: 5, bytes: 1000 })).toBe(1)
  expect(stock.trim({ count: 1000, bytes: 5 })).toBe(2)
  expect(stock.take({ count: 1000, bytes: 1000 }).flatMap(textsOf)).toEqual([4, 5, 6])
})
