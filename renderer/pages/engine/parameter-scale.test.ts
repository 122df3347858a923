import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EngineParameter } from '../../../app/model/engine.ts'
import { scaleOf } from './parameter-scale.ts'

const number = (minimum: number, maximum: number, kind: 'integer' | 'number' = 'number'): EngineParameter => {
  return { name: 'p', title: '', help: '', kind, default: minimum, minimum, maximum }
}

describe('a slider of a parameter', () => {
  it.each([
    [number(1, 10_000, 'integer'), 100, 0.5],
    [number(0.5, 0.999999), 0.999, 0.474],
    [number(0.1, 5), 2.55, 0.5],
    [number(0.01, 1), 0.1, 0.5],
  ])('%o has %d in its place', (parameter, value, place) => {
    const scale = scaleOf(parameter)!
    expect(scale.placeOf(value)).toBeCloseTo(place, 2)
    expect(scale.valueAt(scale.placeOf(value))).toBeCloseTo(value, 6)
  })

  it('gives only values that the parameter takes, growing from end to end', () => {
    const places = fc.double({ min: 0, max: 1, noNaN: true })
    const parameters = fc.constantFrom(
      number(1, 10_000, 'integer'),
      number(0.5, 0.999999999999),
      number(2, 100),
      number(100, 1e9, 'integer'),
    )
    fc.assert(
      fc.property(parameters, places, places, (parameter, one, other) => {
        if (parameter.kind !== 'integer' && parameter.kind !== 'number') return
        const scale = scaleOf(parameter)!
        const [low, high] = [scale.valueAt(Math.min(one, other)), scale.valueAt(Math.max(one, other))]
        expect(low).toBeGreaterThanOrEqual(parameter.minimum)
        expect(high).toBeLessThanOrEqual(parameter.maximum)
        expect(low).toBeLessThanOrEqual(high)
        if (parameter.kind === 'integer') expect(Number.isInteger(low)).toBe(true)
        expect([scale.valueAt(0), scale.valueAt(1)]).toEqual([parameter.minimum, parameter.maximum])
      }),
    )
  })

  it('is not there for words, for what may be left out and for ranges without a sensible end', () => {
    expect(scaleOf(number(0, 1e150))).toBeUndefined()
    expect(scaleOf({ name: 'p', title: '', help: '', kind: 'choice', default: 'a', choices: ['a'] })).toBeUndefined()
    const open = { kind: 'optional-number', default: null, minimum: 0, maximum: 1, absent: 'none' } as const
    expect(scaleOf({ name: 'p', title: '', help: '', ...open })).toBeUndefined()
  })
})
