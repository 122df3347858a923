import { describe, expect, test } from 'vitest'
import { AlertBudget } from './alert-budget.ts'
import { createNamed, monday } from './testing/run-engine.ts'
import { Dice, families, familyStep } from './testing/signals.ts'

const day = 86_400_000

describe.each(['robust', 'ema', 'seasonal', 'auto'])('%s with an alert budget', (name) => {
  test.each(['gaussian', 'skewed', 'seasonal'])('keeps to about so many a day: %s', (family) => {
    const next = families[family]!(new Dice(8))
    const engine = createNamed(name, { alert_budget: 2 })
    const perDay = new Map<number, number>()
    const days = 60
    for (let i = 0; i < days * 288; i += 1) {
      const ts = monday + i * familyStep
      if (engine.observe(ts, next(i)).is_anomaly) perDay.set(Math.floor(ts / day), (perDay.get(Math.floor(ts / day)) ?? 0) + 1)
    }
    const total = [...perDay.values()].reduce((sum, count) => sum + count, 0)
    expect(total).toBeGreaterThan(days * 0.5)
    expect(total).toBeLessThan(days * 2 + 2)
    // The bucket holds one day's worth: two days' at most fall on one.
    expect(Math.max(...perDay.values())).toBeLessThanOrEqual(4)
  })
})

test('an attack spends the budget, and what is left comes back with time', () => {
  const budget = new AlertBudget(3)
  const granted = (ts: number) => {
    budget.see(ts)
    return budget.admit()
  }
  expect([0, 1, 2, 3, 4].map((minute) => granted(monday + minute * 60_000))).toEqual([true, true, true, false, false])
  expect(granted(monday + day / 3 + 5 * 60_000)).toBe(true)
  expect(granted(monday + day / 3 + 6 * 60_000)).toBe(false)
})

test('times that go back neither fill the bucket nor empty it', () => {
  const budget = new AlertBudget(1)
  budget.see(monday)
  expect(budget.admit()).toBe(true)
  for (const ts of [monday - 100 * day, monday + 1, monday - 5, monday]) budget.see(ts)
  expect(budget.admit()).toBe(false)
})
