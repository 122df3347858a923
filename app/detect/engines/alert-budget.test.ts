import { describe, expect, test } from 'vitest'
import { AlertBudget } from './alert-budget.ts'
import { createNamed, createShared, monday } from './testing/run-engine.ts'
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

describe.each(['robust', 'ema', 'auto'])('a budget that the %s engines of fifty signals share', (name) => {
  const days = 12
  const signals = 50
  function judgeAll(reopen: boolean): Map<number, string[]> {
    let budget = new AlertBudget(4)
    const create = () => createShared(name, budget)
    const next = Array.from({ length: signals }, (_, index) => families.gaussian!(new Dice(index + 1)))
    let all = next.map(create)
    const found = new Map<number, string[]>()
    for (let i = 0; i < days * 48; i += 1) {
      const ts = monday + i * 1_800_000
      if (reopen && i % 100 === 99) {
        const states = all.map((engine) => JSON.stringify(engine.snapshot()))
        const kept = JSON.stringify(budget.snapshot())
        budget = new AlertBudget(4)
        budget.restore(JSON.parse(kept))
        all = states.map((state) => {
          const engine = create()
          engine.restore(JSON.parse(state))
          return engine
        })
      }
      for (const [index, engine] of all.entries()) {
        if (engine.observe(ts, next[index]!(i)).is_anomaly)
          found.set(Math.floor(ts / day), [...(found.get(Math.floor(ts / day)) ?? []), `${index} ${i}`])
      }
    }
    return found
  }

  test('is that of all of them together', () => {
    const found = judgeAll(false)
    const total = [...found.values()].flat().length
    expect(total).toBeGreaterThan(days)
    expect(total).toBeLessThanOrEqual(4 * (days + 1))
    expect(Math.max(...[...found.values()].map(({ length }) => length))).toBeLessThanOrEqual(8)
  })

  test('and goes on over a restart, kept once', () => {
    expect(judgeAll(true)).toEqual(judgeAll(false))
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

test('what was spent on a history is given back', () => {
  const budget = new AlertBudget(1)
  budget.see(monday)
  expect([budget.admit(), budget.admit()]).toEqual([true, false])
  budget.refill()
  expect(budget.admit()).toBe(true)
})

test('times that go back neither fill the bucket nor empty it', () => {
  const budget = new AlertBudget(1)
  budget.see(monday)
  expect(budget.admit()).toBe(true)
  for (const ts of [monday - 100 * day, monday + 1, monday - 5, monday]) budget.see(ts)
  expect(budget.admit()).toBe(false)
})

describe.each([
  ['years ahead', 40 * 365 * day],
  ['years behind', -40 * 365 * day],
])('a clock that is %s', (_, off) => {
  const spend = (budget: AlertBudget, ts: number) => {
    budget.see(ts)
    return budget.admit()
  }

  test('told the time once: the budget is given back as before', () => {
    const budget = new AlertBudget(2)
    for (let hour = 0; hour < 48; hour += 1) budget.see(monday + hour * 3_600_000)
    budget.see(monday + 48 * 3_600_000 + off)
    const granted = Array.from({ length: 10 * 24 }, (__, hour) => spend(budget, monday + (49 + hour) * 3_600_000))
    const found = granted.filter(Boolean).length
    expect(found).toBeGreaterThanOrEqual(19)
    expect(found).toBeLessThanOrEqual(22)
    expect(budget.chance).toBeLessThan(0.2)
  })

  test('goes on beside another: neither fills the bucket twice, also over a restart', () => {
    let budget = new AlertBudget(2)
    let found = 0
    for (let hour = 0; hour < 10 * 24; hour += 1) {
      const ts = monday + hour * 3_600_000
      for (const one of [ts, ts + off, ts + 60_000]) if (spend(budget, one)) found += 1
      const kept = JSON.stringify(budget.snapshot())
      budget = new AlertBudget(2)
      budget.restore(JSON.parse(kept))
    }
    expect(found).toBeGreaterThanOrEqual(19)
    // The bucket as it was, once more for the first value that is years ahead.
    expect(found).toBeLessThanOrEqual(25)
  })
})
