import { expect, test } from 'vitest'
import { anomaliesOf, createNamed, judge } from './testing/run-engine.ts'
import { Dice } from './testing/signals.ts'

test('an attack does not make the next one look usual', () => {
  const dice = new Dice(2)
  const values = Array.from({ length: 4000 }, () => 100 + 5 * dice.normal())
  const attack = (from: number) => {
    for (let i = from; i < from + 10; i += 1) values[i] = 300
  }
  attack(2000)
  attack(3000)
  for (const name of ['robust', 'seasonal', 'auto']) {
    const judgements = judge(createNamed(name), values, { step: 3_600_000 })
    for (const from of [2000, 3000])
      expect(anomaliesOf(judgements).filter((index) => index >= from && index < from + 10).length).toBeGreaterThan(7)
  }
})
