const day = 86_400_000
/**
 * A time without a year belongs to the latest year that does not put it further than this into the future:
 * December's lines arriving in January are last year's, and a clock that runs a little fast at New Year is
 * already in the next.
 */
const furthestAhead = 7 * day

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthByCode = new Map(monthNames.map((name, index) => [wordCode(name, 0), index]))
const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** The wall-clock time in the latest year that is not too far ahead of the arrival. */
export function inferYear(month: number, dayOfMonth: number, clock: number, arrival: number): number {
  const latest = new Date(arrival + furthestAhead).getUTCFullYear()
  // 29 February exists at most eight years back (1896 to 1904).
  for (let year = latest; year > latest - 9; year -= 1) {
    const start = Date.UTC(year, month, dayOfMonth)
    if (new Date(start).getUTCMonth() !== month) continue
    if (start + clock <= arrival + furthestAhead) return start + clock
  }
  return arrival
}

/** Three letters as a number, whatever their case. */
function wordCode(text: string, at: number): number {
  return ((text.charCodeAt(at) | 32) << 16) | ((text.charCodeAt(at + 1) | 32) << 8) | (text.charCodeAt(at + 2) | 32)
}

/** Month (0 to 11) of the three letters at `at`, or undefined. */
export function readMonthName(text: string, at: number): number | undefined {
  return monthByCode.get(wordCode(text, at))
}

/** The most days month `month` (0 to 11) can have. */
export function longestMonth(month: number): number {
  return daysInMonth[month] ?? 0
}
