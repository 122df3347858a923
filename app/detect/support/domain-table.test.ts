import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DomainTable } from './domain-table.ts'

interface Counter {
  count: number
}

/** As detectors use it: get, else add; then grow and charge. */
function touch(table: DomainTable<string, Counter>, domain: string, key: string): number {
  let value = table.get(domain, key)
  if (value === undefined) {
    value = { count: 0 }
    table.add(domain, key, value)
  }
  value.count += 1
  table.charge(1)
  return value.count
}

const make = (capacity: number) => new DomainTable<string, Counter>(capacity, ({ count }) => 1 + count)
const touches = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...'0123456789')), { maxLength: 300 })

describe('DomainTable', () => {
  it('keeps what is touched, whatever comes and goes beside it', () => {
    const table = make(100)
    for (let n = 0; n < 1000; n += 1) {
      expect(touch(table, 'right', 'kept')).toBeGreaterThan(0)
      touch(table, 'wrong', `passing ${n}`)
      if (n % 5 === 0) expect(table.get('right', 'kept')!.count).toBe(n + 1)
    }
    expect(table.size).toBeLessThanOrEqual(100)
    expect(table.evicted).toBeGreaterThan(900)
  })

  it('keeps the same key of two domains apart', () => {
    const table = make(1000)
    touch(table, 'a', 'x')
    touch(table, 'a', 'x')
    expect(touch(table, 'b', 'x')).toBe(1)
    expect(touch(table, 'a', 'x')).toBe(3)
  })

  it('goes on after a restart exactly as it would have', () => {
    fc.assert(
      fc.property(touches, fc.nat(300), fc.integer({ min: 6, max: 80 }), (sequence, at, capacity) => {
        const whole = make(capacity)
        let resumed = make(capacity)
        const seen: [number[], number[]] = [[], []]
        for (const [n, [domain, key]] of sequence.entries()) {
          if (n === at) {
            const saved = JSON.parse(JSON.stringify(resumed.snapshot((value) => value)))
            resumed = make(capacity)
            resumed.restore(saved, (value: Counter) => value)
          }
          seen[0].push(touch(whole, domain, key))
          seen[1].push(touch(resumed, domain, key))
        }
        expect(seen[1]).toEqual(seen[0])
        expect(resumed.size).toBe(whole.size)
        expect(resumed.evicted).toBe(whole.evicted)
      }),
    )
  })

  it('replaces a value in whichever generation holds it', () => {
    const table = make(8)
    for (let n = 0; n < 30; n += 1) touch(table, 'a', `k${n}`)
    table.add('a', 'x', { count: 0 })
    table.replace('a', 'x', { count: 7 })
    expect(table.get('a', 'x')).toEqual({ count: 7 })
    const { size } = table
    expect(Array.from({ length: 30 }, (_, n) => table.get('a', `k${n}`)).filter(Boolean).length + 1).toBeLessThanOrEqual(size + 1)
  })
})
