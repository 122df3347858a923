import { describe, expect, it } from 'vitest'
import { copyState } from './state.ts'
import { StreamClock } from './stream-clock.ts'

const start = Date.UTC(2026, 2, 1, 8)
const second = 1000
const hour = 3600 * second

/** Every domain speaks once in each step; its clock is off by the given milliseconds. */
function run(clock: StreamClock, offsets: Record<string, number>, length: number, step = 10 * second, from = start): void {
  for (let passed = 0; passed <= length; passed += step) {
    for (const [name, offset] of Object.entries(offsets)) clock.observe(name, from + passed + offset)
  }
}

describe('stream clock', () => {
  it('passes as two hosts together say', () => {
    const clock = new StreamClock()
    run(clock, { a: 0, b: 400 }, hour)
    expect(clock.passed).toBeGreaterThanOrEqual(hour)
    expect(clock.passed).toBeLessThanOrEqual(hour + 400)
  })

  it('stands still while one host of several goes on alone', () => {
    const clock = new StreamClock()
    run(clock, { a: 0, b: 0, c: 0 }, hour)
    const before = clock.passed
    run(clock, { a: 0 }, 10 * hour, 10 * second, start + hour)
    expect(clock.passed).toBe(before)
  })

  it('goes on with one of two hosts that kept time together, but not at its leaps', () => {
    const clock = new StreamClock()
    run(clock, { a: 0, b: 0, wrong: -start }, hour)
    run(clock, { a: 0, wrong: -start }, hour, 10 * second, start + hour)
    expect(clock.passed).toBe(2 * hour)
    run(clock, { a: 0 }, 10 * hour, hour / 2, start + 3 * hour)
    expect(clock.passed).toBe(2 * hour)
  })

  it.each([
    ['never set (1970)', -start],
    ['a day ahead', 24 * hour],
    ['in another zone', 9 * hour],
    ['in a zone behind', -5 * hour],
  ])('neither stalls nor runs ahead when one clock is %s', (_, offset) => {
    for (const offsets of [
      { wrong: offset, a: 0, b: 0 },
      { a: 0, wrong: offset, b: 0 },
      { a: 0, b: 0, wrong: offset },
    ]) {
      const clock = new StreamClock()
      run(clock, offsets, 30 * second)
      const before = clock.passed
      run(clock, offsets, hour, 10 * second, start + 40 * second)
      const passed = clock.passed - before
      expect(passed).toBeGreaterThan(hour - 60 * second)
      expect(passed).toBeLessThan(hour + 60 * second)
    }
  })

  it('does not take the step of a clock being set for time that passed', () => {
    const clock = new StreamClock()
    run(clock, { a: 0, b: -start, c: 0 }, hour)
    const before = clock.passed
    run(clock, { a: 0, b: 0, c: 0 }, hour, 10 * second, start + hour)
    expect(clock.passed - before).toBe(hour)
  })

  it('does not take files about the same day, one after another, for many days', () => {
    const clock = new StreamClock()
    run(clock, { a: 0, b: 0 }, 24 * hour)
    const before = clock.passed
    run(clock, { c: 0, d: 0 }, 24 * hour)
    for (const name of ['e', 'f', 'g']) run(clock, { [name]: 0 }, 24 * hour)
    expect(clock.passed).toBe(before)
  })

  it('moves by heartbeats alone once there is one, and not over a pause of the engine', () => {
    const clock = new StreamClock()
    for (let passed = 0; passed <= hour; passed += 5 * second) clock.tick(start + passed)
    run(clock, { a: 0, b: 0 }, 5 * hour)
    expect(clock.passed).toBe(hour)
    clock.tick(start + 9 * hour)
    expect(clock.passed).toBe(hour)
    clock.tick(start + 9 * hour + 5 * second)
    expect(clock.passed).toBe(hour + 5 * second)
  })

  it('goes on from a snapshot as if nothing had happened', () => {
    const through = new StreamClock()
    const resumed = new StreamClock()
    run(through, { a: 0, b: 0, c: 24 * hour }, hour)
    resumed.restore(copyState(through.snapshot()))
    for (const clock of [through, resumed]) run(clock, { a: 0, c: 24 * hour }, hour, 10 * second, start + hour)
    expect(resumed.snapshot()).toEqual(through.snapshot())
  })
})
