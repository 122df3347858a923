const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Before any of the machines that write logs were made. */
const implausible = Date.UTC(1990, 0)
/** Differences are measured to this; milliseconds. */
const precision = 150_000

/** What makes clocks be off by so much, for the analyst to check first; undefined without a likely answer. Milliseconds. */
export function guessCause(skew: number, time: number): string | undefined {
  if (time < implausible) return `it reads ${new Date(time).getUTCFullYear()}, so it was probably never set`
  if (isNear(skew, 365 * day) || isNear(skew, 366 * day)) return 'a whole year: is the year guessed by a relay?'
  if (isMultiple(skew, day)) return `a whole number of days: is its date wrong?`
  // Zones reach from −12 to +14 hours; a few are off by a half.
  if (Math.abs(skew) <= 14 * hour + precision && isMultiple(skew, hour)) return 'a whole number of hours: is its time zone wrong?'
  if (Math.abs(skew) <= 14 * hour + precision && isMultiple(skew, hour / 2)) return 'a whole number of half hours: is its time zone wrong?'
  return undefined
}

function isNear(skew: number, length: number): boolean {
  return Math.abs(Math.abs(skew) - length) <= precision
}

function isMultiple(skew: number, length: number): boolean {
  const times = Math.round(Math.abs(skew) / length)
  return times > 0 && isNear(skew, times * length)
}
