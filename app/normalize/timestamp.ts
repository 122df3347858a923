import { inferYear, longestMonth, readMonthName } from './calendar.ts'
import { colon, dash, isDigit, isLetter, readDigits, skipDigits, space } from './text-scan.ts'
import type { TimeZone } from './time-zone.ts'
import { readZoneName } from './zone-name.ts'

/**
 * Reads the time at a place in a text. After a successful read `time` holds milliseconds since the epoch and `end`
 * the index after it; reused from line to line so that nothing is allocated.
 */
export class TimestampReader {
  time = 0
  end = 0
  private lastStamp = '\n'
  private lastTime = 0
  private lastArrival = 0
  private readonly zone: TimeZone

  constructor(zone: TimeZone) {
    this.zone = zone
  }

  /** `Nov 21 08:00:00` and everything devices make of it, or an ISO time; zone optional. */
  read(text: string, at: number, arrival: number): boolean {
    const first = text.charCodeAt(at)
    if (isDigit(first)) return this.readIso(text, at, arrival) || this.readYearFirst(text, at, arrival)
    if (!isLetter(first)) return false
    if (this.readMonthFirst(text, at, arrival)) return true
    // ctime's `Mon Aug 31 09:30:48 2015`.
    return text.charCodeAt(at + 3) === space && this.readMonthFirst(text, at + 4, arrival)
  }

  /** RFC 3339 as RFC 5424 section 6.2.3 narrows it: `T` and `Z` in capitals, the zone required. Up to nine fraction digits are accepted: Go writes nanoseconds. */
  readStrict(text: string, at: number): boolean {
    if (!this.readDateTime(text, at, 'T')) return false
    return this.readOffset(text, this.end, true)
  }

  private readIso(text: string, at: number, arrival: number): boolean {
    return this.readDateTime(text, at, 'Tt ') && this.finish(text, this.time, arrival)
  }

  private readMonthFirst(text: string, at: number, arrival: number): boolean {
    // Lines of one second share their stamp, and most lines come in the same second as the one before.
    if (
      arrival - this.lastArrival < 60_000 &&
      arrival >= this.lastArrival &&
      text.startsWith(this.lastStamp, at) &&
      endsPlainly(text, at + this.lastStamp.length)
    ) {
      this.time = this.lastTime
      this.end = at + this.lastStamp.length
      return true
    }
    return this.readMonthDay(text, at, arrival, -1)
  }

  /** `2024 Mar  5 10:20:30`, as Cisco NX-OS writes it. */
  private readYearFirst(text: string, at: number, arrival: number): boolean {
    const year = readDigits(text, at, 4)
    return year !== -1 && text.charCodeAt(at + 4) === space && this.readMonthDay(text, at + 5, arrival, year)
  }

  private readMonthDay(text: string, at: number, arrival: number, knownYear: number): boolean {
    const month = readMonthName(text, at)
    if (month === undefined || text.charCodeAt(at + 3) !== space) return false
    let index = at + 4
    if (text.charCodeAt(index) === space) index += 1
    const dayEnd = skipDigits(text, index)
    const dayOfMonth = dayEnd - index > 2 ? 0 : readDigits(text, index, dayEnd - index)
    if (dayOfMonth < 1 || dayOfMonth > longestMonth(month) || text.charCodeAt(dayEnd) !== space) return false
    index = dayEnd + 1
    let year = knownYear
    const yearHere = readDigits(text, index, 4)
    if (yearHere !== -1 && text.charCodeAt(index + 4) === space) {
      year = yearHere
      index += 5
    }
    const clock = this.readClock(text, index)
    if (clock === -1) return false
    const yearAfter = year === -1 && text.charCodeAt(this.end) === space ? readDigits(text, this.end + 1, 4) : -1
    if (yearAfter >= 1970 && yearAfter < 2100 && !(text.charCodeAt(this.end + 5) > space)) {
      year = yearAfter
      this.end += 5
    }
    if (year !== -1) return this.finish(text, Date.UTC(year, month, dayOfMonth) + clock, arrival)
    const bare = this.end
    const found = this.finish(text, inferYear(month, dayOfMonth, clock, arrival), arrival)
    if (found && this.end === bare) this.remember(text.slice(at, bare), arrival)
    return found
  }

  /** Milliseconds into the day of `hh:mm:ss[.fraction]`, and `end` after it; else −1. A leap second counts into the next minute. */
  private readClock(text: string, at: number): number {
    const hour = readDigits(text, at, 2)
    const minute = readDigits(text, at + 3, 2)
    const second = readDigits(text, at + 6, 2)
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return -1
    if (text.charCodeAt(at + 2) !== colon || text.charCodeAt(at + 5) !== colon) return -1
    let index = at + 8
    let milliseconds = 0
    const mark = text.charCodeAt(index)
    if ((mark === 46 || mark === 44) && isDigit(text.charCodeAt(index + 1))) {
      const end = skipDigits(text, index + 1)
      if (end - index - 1 > 9) return -1
      for (let place = 1, weight = 100; place <= 3; place += 1, weight /= 10) {
        if (index + place < end) milliseconds += (text.charCodeAt(index + place) - 48) * weight
      }
      index = end
    }
    this.end = index
    return ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds
  }

  /** `yyyy-mm-dd`, one of `separators`, the clock: `time` is the wall clock's. */
  private readDateTime(text: string, at: number, separators: string): boolean {
    const year = readDigits(text, at, 4)
    const month = readDigits(text, at + 5, 2)
    const dayOfMonth = readDigits(text, at + 8, 2)
    if (year < 0 || month < 1 || month > 12 || dayOfMonth < 1) return false
    if (text.charCodeAt(at + 4) !== dash || text.charCodeAt(at + 7) !== dash) return false
    if (at + 10 >= text.length || !separators.includes(text.charAt(at + 10))) return false
    if (dayOfMonth > 28 && dayOfMonth > new Date(Date.UTC(year, month, 0)).getUTCDate()) return false
    const clock = this.readClock(text, at + 11)
    if (clock === -1) return false
    this.time = Date.UTC(year, month - 1, dayOfMonth) + clock
    return true
  }

  /** `Z` or `±hh:mm` (or `±hhmm`, `z`, unless strict) right at `at`. */
  private readOffset(text: string, at: number, strict: boolean): boolean {
    const mark = text.charCodeAt(at)
    if (mark === 90 || (mark === 122 && !strict)) {
      this.end = at + 1
      return true
    }
    if (mark !== 43 && mark !== dash) return false
    const hasColon = text.charCodeAt(at + 3) === colon
    if (strict && !hasColon) return false
    const hours = readDigits(text, at + 1, 2)
    const minutes = readDigits(text, at + (hasColon ? 4 : 3), 2)
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false
    const east = (hours * 60 + minutes) * (mark === dash ? -1 : 1)
    this.time -= east * 60_000
    this.end = at + (hasColon ? 6 : 5)
    return true
  }

  /** Applies the zone that follows (`Z`, `+0100`, ` +01:00`, ` CET`), else the source's own. */
  private finish(text: string, wall: number, arrival: number): boolean {
    this.time = wall
    const at = this.end
    if (this.readOffset(text, at, false)) return true
    if (text.charCodeAt(at) === space) {
      const mark = text.charCodeAt(at + 1)
      if ((mark === 43 || mark === dash) && this.readOffset(text, at + 1, false)) return true
      const zone = readZoneName(text, at + 1)
      if (zone !== undefined) {
        this.time = zone.zone.toInstant(wall, arrival)
        this.end = zone.end
        return true
      }
    }
    this.time = this.zone.toInstant(wall, arrival)
    this.end = at
    return true
  }

  private remember(stamp: string, arrival: number): void {
    this.lastStamp = stamp
    this.lastTime = this.time
    this.lastArrival = arrival
  }
}

/** Whether neither a fraction nor a year nor a zone can follow a stamp that ends at `at`. */
function endsPlainly(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== space) return false
  const next = text.charCodeAt(at + 1)
  if (isDigit(next)) return text.charCodeAt(at + 5) !== space
  return isLetter(next) && (next | 32) === next
}
