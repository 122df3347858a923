import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WaitingLine } from './waiting-line.ts'

test('whatever is pushed, taken and put back, it is the plain list', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('push' as const), value: fc.nat() }),
    fc.record({ kind: fc.constant('shift' as const) }),
    fc.record({ kind: fc.constant('take' as const), count: fc.nat(20), back: fc.boolean() }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const line = new WaitingLine<number>()
      const list: number[] = []
      for (const one of steps) {
        if (one.kind === 'push') {
          line.push(one.value)
          list.push(one.value)
        } else if (one.kind === 'shift') expect(line.shift()).toBe(list.shift())
        else {
          const taken = Array.from({ length: Math.min(one.count, line.length) }, () => line.shift() as number)
          expect(taken).toEqual(list.splice(0, one.count))
          if (one.back) {
            line.putBack(taken)
            list.unshift(...taken)
          }
        }
        expect([...line]).toEqual(list)
        expect(line.length).toBe(list.length)
        expect(line.first).toBe(list[0])
      }
    }),
  )
})
