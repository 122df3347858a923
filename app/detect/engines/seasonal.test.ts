import { describe, expect, test } from 'vitest'
import { createNamed } from './testing/run-engine.ts'
import { Dice } from './testing/signals.ts'

const hour = 3_600_000
const day = 24 * hour
/** A Monday. */
const start = Date.UTC(2026, 10, 2)

/** An office: busy on weekdays from eight to six, and busier hours are less even. */
function office(dice: Dice, ts: number): number {
  const at = new Date(ts)
  const busy = at.getUTCDay() % 6 !== 0 && at.getUTCHours() >= 8 && at.getUTCHours() < 18
  return busy ? 200 + 30 * dice.normal() : 5 + dice.normal()
}

function run(engine: ReturnType<typeof createNamed>, weeks: number, dice: Dice, values = office) {
  const judged = []
  for (let ts = start; ts < start + weeks * 7 * day; ts += hour / 2) judged.push({ ts, ...engine.observe(ts, values(dice, ts)) })
  return judged
}

const next = (weeks: number, weekday: number, at: number) => start + weeks * 7 * day + weekday * day + at * hour

describe('an office of six weeks', () => {
  const learnt = () => {
    const engine = createNamed('seasonal')
    run(engine, 6, new Dice(4))
    return engine
  }

  test('a busy hour is usual by day, and an anomaly at night and on Sunday', () => {
    expect(learnt().observe(next(6, 2, 11), 215).is_anomaly).toBe(false)
    expect(learnt().observe(next(6, 2, 3), 215).is_anomaly).toBe(true)
    expect(learnt().observe(next(6, 6, 11), 215).is_anomaly).toBe(true)
  })

  test('a quiet hour by day is an anomaly too', () => {
    expect(learnt().observe(next(6, 2, 11), 5)).toMatchObject({ is_anomaly: true, upper: expect.any(Number) })
  })

  test('the band is wider where values are', () => {
    const width = (at: number) => {
      const { lower, upper } = learnt().observe(next(6, 2, at), 0)
      return upper! - lower!
    }
    expect(width(11)).toBeGreaterThan(8 * width(3))
  })

  test('one strange day is not what the next week is held against', () => {
    const engine = learnt()
    for (let at = 0; at < 24; at += 1) engine.observe(next(6, 2, at), 4000)
    const { lower, upper } = engine.observe(next(7, 2, 11), 200)
    expect(lower! < 200 && upper! > 200 && upper! < 800).toBe(true)
  })
})

test('a new level is learnt when three weeks held it', () => {
  const engine = createNamed('seasonal')
  run(engine, 4, new Dice(4), () => 10)
  const dice = new Dice(5)
  const later = []
  for (let week = 4; week < 10; week += 1) {
    for (let at = 0; at < 168; at += 1) later.push({ week, ...engine.observe(next(week, 0, at), 50 + dice.normal()) })
  }
  expect(later.filter(({ week, is_anomaly }) => week === 4 && is_anomaly).length).toBeGreaterThan(0)
  expect(later.filter(({ week, is_anomaly }) => week === 9 && is_anomaly).length).toBeLessThan(10)
})

test('a holiday is held against Sundays, and against holidays once there were two', () => {
  const holidays = ['2026-12-16', '2026-12-17', '2026-12-22']
  const quietOn = (dice: Dice, ts: number) =>
    holidays.includes(new Date(ts).toISOString().slice(0, 10)) ? 5 + dice.normal() : office(dice, ts)
  const noonOf = (engine: ReturnType<typeof createNamed>) =>
    run(engine, 8, new Dice(6), quietOn).filter(
      ({ ts }) => holidays.includes(new Date(ts).toISOString().slice(0, 10)) && ts % day === 12 * hour,
    )
  expect(noonOf(createNamed('seasonal')).map(({ is_anomaly }) => is_anomaly)).toContain(true)
  expect(noonOf(createNamed('seasonal', { holidays })).map(({ is_anomaly }) => is_anomaly)).toEqual([false, false, false])
})

test('the office of another time zone is as busy at its own hours', () => {
  // Berlin opens two hours before eight UTC: in its own zone the first Monday hour is the same hour all year.
  const zone = createNamed('seasonal', { time_zone: 'Europe/Berlin' })
  const berlin = (dice: Dice, ts: number) => {
    const hourThere = Number(new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin', hour: 'numeric', hourCycle: 'h23' }).format(ts))
    return hourThere >= 8 && hourThere < 18 ? 200 + dice.normal() : 5 + dice.normal()
  }
  const dice = new Dice(9)
  let found = 0
  // Summer time ends in the sixth week.
  for (let ts = Date.UTC(2026, 8, 21); ts < Date.UTC(2026, 10, 9); ts += hour) {
    const { is_anomaly } = zone.observe(ts, berlin(dice, ts))
    if (is_anomaly && ts > Date.UTC(2026, 9, 25)) found += 1
  }
  expect(found).toBeLessThan(3)
})
