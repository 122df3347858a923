import { smallestScale, type EngineType } from './engine.ts'
import { alertBudget, JudgingEngine, ruleOf, type Method, type Reading } from './judging.ts'
import { normalCdf, twoSidedTail } from './normal.ts'
import { relativeFloor } from './robust.ts'
import { calendarParameters, scoreThreshold } from './shared-parameters.ts'
import { SlotTable } from './slot-table.ts'
import { dayOf, WallClock } from './wall-clock.ts'

export const seasonal: EngineType = {
  name: 'seasonal',
  title: 'Hours and weekdays',
  description:
    'What this hour of this weekday usually brings: a robust average and spread for each of the 168 hours of the week, learnt as values come, and for the hours of a day until a weekday has been seen three times. The band is as wide as that hour’s values are spread.',
  good_for: 'Anything that people or schedules drive: logins, requests, traffic of an office, nightly jobs.',
  bad_for:
    'Growth within weeks, rhythms that are none of the clock’s, counts that are mostly 0 at all hours, and the first two days, in which it only learns.',
  parameters: [
    scoreThreshold,
    {
      name: 'memory',
      title: 'Memory',
      kind: 'number',
      default: 6,
      minimum: 2,
      maximum: 100,
      unit: 'weeks',
      help: 'About how many weeks back an hour of the week remembers. Shorter follows change sooner and is less sure.',
    },
    ...calendarParameters,
    alertBudget,
  ],
  create({ threshold, memory, time_zone, holidays, alert_budget }, budget) {
    const method = new WeekProfile(memory as number, WallClock.of(time_zone as string), new Set((holidays as readonly string[]).map(dayOf)))
    return new JudgingEngine(method, ruleOf(alert_budget, budget, { kind: 'score', score: threshold as number }))
  },
}

const weekHours = 168
/** Hours of any day come after those of the week, then those of holidays. */
const dayStart = weekHours
const holidayStart = dayStart + 24
/** How far values are from the centre of their slot, by hour of any day. */
const pooledStart = holidayStart + 24
const slotCount = pooledStart + 24
/** A slot's own spread counts as much as that of all days once it holds so many values. */
const pooledWeight = 4
/** An hour of the week is told from the same hour of other days once it has been there so often. */
const knownWeekHour = 3
const knownDayHour = 2

export class WeekProfile implements Method {
  readonly assumedTail = twoSidedTail
  private readonly slots: SlotTable
  private readonly clock: WallClock
  private readonly holidays: ReadonlySet<number>
  private lastHour: number | undefined

  constructor(memory: number, clock: WallClock, holidays: ReadonlySet<number>) {
    this.slots = new SlotTable(slotCount, memory)
    this.clock = clock
    this.holidays = holidays
  }

  observe(ts: number, value: number): Reading | undefined {
    const { hour, weekday, day } = this.clock.read(ts)
    const holiday = this.holidays.has(day)
    const own = holiday ? holidayStart + hour : weekday * 24 + hour
    this.enter(day * 24 + hour, own, holiday ? undefined : dayStart + hour)
    const slot = this.known(own, hour, holiday)
    const reading = slot === undefined ? undefined : { ...this.read(slot, hour, value), provisional: slot !== own }
    const floor = Math.max(relativeFloor * Math.abs(value), smallestScale)
    if (reading !== undefined) this.slots.learn(pooledStart + hour, value - reading.centre, floor)
    this.slots.learn(own, value, floor)
    // Holidays are no hours of an ordinary day.
    if (!holiday) this.slots.learn(dayStart + hour, value, floor)
    return reading
  }

  /** A visit counts once an hour. What comes late belongs to the visit of its hour, as near as can be told. */
  private enter(hour: number, own: number, daily: number | undefined): void {
    if (this.lastHour !== undefined && hour <= this.lastHour) return
    this.lastHour = hour
    this.slots.visit(own)
    this.slots.visit(pooledStart + (((hour % 24) + 24) % 24))
    if (daily !== undefined) this.slots.visit(daily)
  }

  /** The most particular slot that has been there often enough before; a holiday is taken for a Sunday until then. */
  private known(own: number, hour: number, holiday: boolean): number | undefined {
    const { slots } = this
    const before = (slot: number) => slots.visited(slot) - (slot === own ? 1 : 0)
    if (before(own) >= (holiday ? knownDayHour : knownWeekHour)) return own
    if (holiday && before(hour) >= knownWeekHour) return hour
    return slots.visited(dayStart + hour) - (holiday ? 0 : 1) >= knownDayHour ? dayStart + hour : undefined
  }

  private read(slot: number, hour: number, value: number): Reading & { centre: number } {
    const centre = this.slots.centre(slot)
    const scale = Math.max(this.spread(slot, hour), relativeFloor * Math.abs(centre), smallestScale)
    const strangeness = Math.min(Math.abs(value - centre) / scale, Number.MAX_VALUE)
    return { strangeness, probability: 2 * normalCdf(strangeness) - 1, centre, scale, is_anomaly: false, reach: 0 }
  }

  /** A slot of few values borrows from the same hour of all days, whose spread is better known. */
  private spread(slot: number, hour: number): number {
    const { slots } = this
    const own = slots.weight(slot)
    const borrowed = slots.weight(pooledStart + hour) > 0 ? pooledWeight : 0
    return Math.sqrt((own * slots.deviation(slot) ** 2 + borrowed * slots.deviation(pooledStart + hour) ** 2) / (own + borrowed))
  }

  snapshot(): unknown {
    return { slots: this.slots.snapshot(), lastHour: this.lastHour }
  }

  restore(state: unknown): void {
    const { slots, lastHour } = state as { slots: unknown; lastHour?: number }
    this.slots.restore(slots)
    this.lastHour = lastHour
  }
}
