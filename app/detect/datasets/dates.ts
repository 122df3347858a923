import type { DateField } from '../../model/dataset.ts'
import { distribute, summarize } from './numbers.ts'

/** Of seconds since the epoch, in UTC. */
export function describeDates(seconds: readonly number[]): DateField {
  const numeric_stats = summarize(seconds)
  const dates = seconds.map((second) => new Date(second * 1000))
  const years = dates.map((date) => date.getUTCFullYear())
  const yearStats = summarize(years)
  const months = tally(dates.map((date) => date.getUTCMonth() + 1))
  const hours = dates.map((date) => date.getUTCHours())
  // Monday is 0.
  const weekdays = dates.map((date) => (date.getUTCDay() + 6) % 7)
  const weekday = weekdays.filter((day) => day < 5).length
  const business_hours = hours.filter((hour) => hour >= 9 && hour <= 17).length
  return {
    type: 'date',
    stats: { min_date: write(numeric_stats.min), max_date: write(numeric_stats.max), unique_dates: numeric_stats.unique_values },
    numeric_stats,
    components: {
      years: { type: 'numeric', numeric_stats: yearStats, distribution: distribute(years, yearStats) },
      months: { distribution: Object.fromEntries(months), most_common: mostCommon(months) },
      days: {
        distribution: Object.fromEntries(tally(dates.map((date) => date.getUTCDate()))),
        patterns: { weekday_weekend: { weekday, weekend: dates.length - weekday } },
      },
      hours: {
        distribution: Object.fromEntries(tally(hours)),
        patterns: { business_hours, off_hours: dates.length - business_hours },
      },
      weekdays: { distribution: Object.fromEntries(tally(weekdays)), most_common: mostCommon(tally(weekdays)) },
    },
  }
}

function tally(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** Equally common ones in the order they came. */
function mostCommon(counts: ReadonlyMap<number, number>): [number, number][] {
  return [...counts].sort((a, b) => b[1] - a[1])
}

/** As Python's `isoformat`, which readers of these statistics know. */
function write(seconds: number): string {
  const text = new Date(seconds * 1000).toISOString()
  return text.endsWith('.000Z') ? text.slice(0, 19) : text.slice(0, 23)
}
