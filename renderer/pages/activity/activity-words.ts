import type { Activity } from '../../../app/model/event.ts'
import { diffOf, summarize } from '../../difference.ts'
import { formatMany } from '../../format.ts'

/** How many events were decided as what: the two sides of a line about events that were decided anew, or as before. */
interface Tally {
  severity: string
  risk_score: number
  events: number
}

/** The change of a line of the log, in words. */
export function sayChange({ before, after }: Pick<Activity, 'before' | 'after'>): string {
  if (!isTallies(before) || !isTallies(after)) return summarize(diffOf(before, after))
  const count = after.reduce((sum, { events }) => sum + events, 0)
  return `${formatMany(count, 'event')}: ${sayTallies(before)} → ${sayTallies(after)}`
}

function sayTallies(tallies: readonly Tally[]): string {
  const alone = tallies.length === 1
  return tallies.map(({ severity, risk_score, events }) => `${alone ? '' : `${events} `}${severity} ${risk_score}`).join(', ')
}

function isTallies(value: unknown): value is Tally[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => typeof one === 'object' && one !== null && 'risk_score' in one && 'events' in one)
  )
}
