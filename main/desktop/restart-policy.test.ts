import { expect, test } from 'vitest'
import { planRestart, type RestartState } from './restart-policy.ts'

test('an engine that keeps ending at once is started at growing intervals, at most half a minute', () => {
  let state: RestartState = { failures: 0 }
  const pauses = Array.from({ length: 9 }, () => {
    const plan = planRestart(state, 100)
    state = plan.state
    return plan.pause
  })
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
})

test('an engine that had run well starts again nearly at once', () => {
  expect(planRestart({ failures: 8 }, 3_600_000)).toEqual({ state: { failures: 1 }, pause: 500 })
})
