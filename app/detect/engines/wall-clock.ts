/** Hours and days as the clock on the wall has them. */
export interface WallTime {
  /** 0 to 23. */
  hour: number
  /** 0 is Sunday. */
  weekday: number
  /** Days since the epoch, by the wall. */
  day: number
}

const quarter = 900_000
const hour = 3_600_000
const day = 86_400_000

/** Offsets of all zones change on a quarter of an hour, so that one look-up serves all that fall into it. */
export class WallClock {
  private readonly format: Intl.DateTimeFormat | undefined
  private quarter = NaN
  private offset = 0

  private constructor(zone: string) {
    this.format =
      zone === 'UTC'
        ? undefined
        : new Intl.DateTimeFormat('en-US', {
            ...(zone === 'local' ? {} : { timeZone: zone }),
            era: 'short',
            year: 'numeric',
            month: 'numeric',
            day: 'numeric',
            hour: 'numeric',
            minute: 'numeric',
            hourCycle: 'h23',
          })
  }

  private static readonly clocks = new Map<string, WallClock>()

  /** Shared: a formatter is large, and keys of one stream ask for the same moments. */
  static of(zone: string): WallClock {
    const known = this.clocks.get(zone)
    if (known !== undefined) return known
    const clock = new WallClock(zone)
    this.clocks.set(zone, clock)
    return clock
  }

  read(ts: number): WallTime {
    const wall = ts + this.offsetAt(ts)
    const days = Math.floor(wall / day)
    return { hour: Math.floor((wall - days * day) / hour), weekday: (((days + 4) % 7) + 7) % 7, day: days }
  }

  private offsetAt(ts: number): number {
    if (this.format === undefined) return 0
    const start = Math.floor(ts / quarter)
    if (start !== this.quarter) {
      this.quarter = start
      this.offset = measureOffset(this.format, start * quarter)
    }
    return this.offset
  }
}

function measureOffset(format: Intl.DateTimeFormat, ts: number): number {
  // Before the first moment that Date can hold.
  if (Math.abs(ts) > 8.64e15) return 0
  const parts = Object.fromEntries(format.formatToParts(ts).map(({ type, value }) => [type, value]))
  const number = (name: string) => Number(parts[name])
  const year = parts.era === 'BC' ? 1 - number('year') : number('year')
  const wall = new Date(0)
  wall.setUTCFullYear(year, number('month') - 1, number('day'))
  wall.setUTCHours(number('hour'), number('minute'))
  const offset = wall.getTime() - Math.floor(ts / 60_000) * 60_000
  return Number.isFinite(offset) ? offset : 0
}

/** Days since the epoch of `2026-12-25`. */
export function dayOf(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / day)
}
