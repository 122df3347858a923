import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeChance } from '../forest/random.ts'
import { summarize } from './numbers.ts'
import { chanceAbove, chanceBeyond, shapeOf } from './tails.ts'

const chance = makeChance(3)
const exponential = () => -Math.log(1 - chance.next())
const amount = () => Math.exp(1.2 * Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * chance.next()))
const many = (make: () => number) => Array.from({ length: 5000 }, make)

test.each([
  ['durations', exponential, 10, 4.5e-5],
  ['amounts', amount, 100, 6.2e-5],
])('the far end of %s is told within a few times', (_, make, value, truth) => {
  const values = many(make)
  const told = chanceAbove(shapeOf(values, summarize(values))!.upper, value)
  expect(told).toBeGreaterThan(truth / 5)
  expect(told).toBeLessThan(truth * 5)
})

test('what is far beyond an end that reaches nowhere has no chance', () => {
  const values = Array.from({ length: 100 }, (_, at) => 20 + (at % 40))
  const shape = shapeOf(values, summarize(values))!
  expect(chanceBeyond(shape, 20, 59)).toBeGreaterThan(0.001)
  expect(chanceBeyond(shape, 20, 900)).toBeLessThan(1e-6)
  expect(chanceBeyond(shape, -900, 59)).toBeLessThan(1e-6)
})

test('any numbers have chances from 0 to 1, which fall the farther one goes', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 30, maxLength: 80 }), (values) => {
      const shape = shapeOf(values, summarize(values))
      if (shape === undefined) return
      const told = [0, 1, 10, 1e3, 1e6, 1e12].map((far) => chanceAbove(shape.upper, shape.upper.from + far))
      expect(told.every((each, at) => each >= 0 && each <= 1 && (at === 0 || each <= told[at - 1]!))).toBe(true)
    }),
  )
})
