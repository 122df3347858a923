import { describe, expect, test } from 'vitest'
import { anomaliesOf, createNamed, judge } from './testing/run-engine.ts'
import { Dice, families, familyStep } from './testing/signals.ts'

const made = (make: (dice: Dice) => (index: number) => number, count: number) => {
  const next = make(new Dice(12))
  return Array.from({ length: count }, (_, index) => next(index))
}

describe('what it picks', () => {
  test.each([
    ['robust', 'stay at a level', made(families.gaussian!, 3000)],
    ['robust', 'stay at a level', made(families.counts!, 3000)],
    ['ema', 'are the same', made(families['rare counts']!, 3000)],
    ['ema', 'went one way', made((dice) => (index) => index + 5 * dice.normal(), 200)],
    ['cad', 'only 4 different ones', made(() => (index) => [1, 2, 3, 4][index % 4]!, 200)],
    ['seasonal', 'what the hour usually brings', made(families.seasonal!, 3000)],
  ])('%s, since its values %s', (picked, why, values) => {
    const engine = createNamed('auto')
    judge(engine, values, { step: familyStep })
    expect(engine.describe?.()).toEqual({ picked, why: expect.stringContaining(why) })
  })

  test('is nothing before the warm-up is over, and not judged until then', () => {
    const engine = createNamed('auto', { warmup: 50 })
    expect(judge(engine, made(families.gaussian!, 50)).every(({ warming }) => warming)).toBe(true)
    expect(judge(engine, [100])[0]?.warming).toBe(false)
    const young = createNamed('auto')
    judge(young, [1, 2, 3])
    expect(young.describe?.()).toBeUndefined()
  })

  test('is what it is told', () => {
    const engine = createNamed('auto', { pick: 'changepoint' })
    expect(engine.describe?.()).toEqual({ picked: 'changepoint', why: 'It was told to.' })
  })
})

test('whatever it picked, an outlier is found and the rest is left alone', () => {
  for (const family of ['gaussian', 'counts', 'seasonal']) {
    const values = made(families[family]!, 4000)
    values[3900] = 900
    const found = anomaliesOf(judge(createNamed('auto'), values, { step: familyStep }))
    expect(found).toContain(3900)
    // The first days of a rhythm are strange to whoever does not know it yet.
    expect(found.filter((index) => index > 600).length).toBeLessThan(8)
  }
})
