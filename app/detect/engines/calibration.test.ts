import { describe, expect, test } from 'vitest'
import { engines } from './index.ts'
import { normalCdf, normalQuantile, twoSidedTail } from './normal.ts'
import { createNamed, monday } from './testing/run-engine.ts'
import { Dice, families, familyStep } from './testing/signals.ts'

test.each([
  // From Python's math.erfc.
  [0.1, 0.920344325445942],
  [1, 0.31731050786291415],
  [3, 0.0026997960632601913],
  [6, 1.9731752900754024e-9],
  [20, 5.507248237212663e-89],
])('the chance of a normal value beyond %f', (z, tail) => {
  expect(twoSidedTail(z) / tail).toBeCloseTo(1, 12)
  expect(normalCdf(z)).toBeCloseTo(1 - tail / 2, 15)
  expect(normalCdf(-z) / (tail / 2)).toBeCloseTo(1, 12)
  expect(normalQuantile(tail / 2)).toBeCloseTo(-z, 9)
})

/** Three months of five minutes; contexts are slow, and learn from less. */
const lengthOf = (name: string) => (name === 'cad' ? 8000 : 25_000)

// The bench prints these for longer signals; here only that the meaning of a score is not lost.
describe.each(engines.map(({ name }) => [name] as const))('%s: a score of 0.99 is about one normal value in a hundred', (name) => {
  // A rhythm or bursts are no normal signal to an engine whose question is another.
  const asked = Object.entries(families).filter(([family]) => name !== 'changepoint' || !['seasonal', 'bursty'].includes(family))
  test.each(asked)('%s', (_, family) => {
    const next = family(new Dice(21))
    const engine = createNamed(name)
    let judged = 0
    let high = 0
    for (let i = 0; i < lengthOf(name); i += 1) {
      const { warming, score } = engine.observe(monday + i * familyStep, next(i))
      if (warming) continue
      judged += 1
      if (score >= 0.99) high += 1
    }
    // Values that come in steps leave out some chances, and so fewer are that high.
    expect(high / judged).toBeLessThan(0.02)
    expect(high / judged).toBeGreaterThan(0.002)
  })
})
