import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { throttleProgress } from './throttle-progress.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

test('progress is told once an interval, and what comes in between is left out', () => {
  const told: number[] = []
  const tell = throttleProgress(100, (fraction) => told.push(fraction))
  for (let n = 1; n <= 10; n += 1) {
    vi.advanceTimersByTime(30)
    tell(n / 10)
  }
  expect(told).toEqual([0.4, 0.8])
})
