/** A place's rule for reading its wall clock. All numbers are milliseconds. */
export interface TimeZone {
  /**
   * The instant at which clocks there show `wall` (given as if it were UTC). An hour that happens twice is read as
   * the one nearer to `near`; one that never happens is read with the offset from before the change.
   */
  toInstant(wall: number, near: number): number
}

export const utc: TimeZone = { toInstant: (wall) => wall }

export function fixedOffset(minutes: number): TimeZone {
  return { toInstant: (wall) => wall - minutes * 60_000 }
}

const quarterHour = 900_000
const day = 86_400_000
const mostCached = 4096

/** `name` is an IANA zone, or `local` for the host's own; an unknown name is read as UTC. */
export function findTimeZone(name: string): TimeZone {
  const format = createFormat(name)
  if (format === undefined) return utc
  const cache = new Map<number, number>()
  // Offsets change on a quarter hour only, so one look-up serves fifteen minutes of log lines.
  const offsetAt = (instant: number): number => {
    const key = Math.floor(instant / quarterHour)
    let offset = cache.get(key)
    if (offset === undefined) {
      if (cache.size >= mostCached) cache.clear()
      offset = readOffset(format, key * quarterHour)
      cache.set(key, offset)
    }
    return offset
  }
  return {
    toInstant(wall, near) {
      const before = offsetAt(wall - day)
      const after = offsetAt(wall + day)
      const early = wall - before
      const late = wall - after
      if (before === after) {
        // Two changes inside two days (Morocco's Ramadan has come close) are settled by the offset at the guess.
        const at = offsetAt(early)
        return at === before ? early : wall - at
      }
      const earlyHolds = offsetAt(early) === before
      const lateHolds = offsetAt(late) === after
      if (earlyHolds && lateHolds) return Math.abs(early - near) <= Math.abs(late - near) ? early : late
      return lateHolds ? late : early
    },
  }
}

function createFormat(name: string): Intl.DateTimeFormat | undefined {
  try {
    const zone = name === 'local' ? new Intl.DateTimeFormat().resolvedOptions().timeZone : name
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return undefined
  }
}

function readOffset(format: Intl.DateTimeFormat, instant: number): number {
  const parts: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(instant)) parts[type] = Number(value)
  const { year = 0, month = 1, day: dayOfMonth = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, dayOfMonth, hour, minute, second) - instant
}
