const hour = 3_600_000
/** A pause counts for at most so much of the time it took to learn: nights do, a clock that jumps by years does not. */
const longestPause = 12 * hour
/** Whoever contacts more than this has no habit to depart from, and is not judged any more. */
const maxHabits = 256

/** What one host or user was seen to contact. Plain data. */
export interface Habits {
  records: number
  /** Time it was watched, pauses cut short; milliseconds. */
  watched: number
  last: number
  countries: string[]
  networks: number[]
  services: number[]
}

export function makeHabits(time: number): Habits {
  return { records: 0, watched: 0, last: time, countries: [], networks: [], services: [] }
}

export function watch(habits: Habits, time: number): void {
  habits.records += 1
  const pause = time - habits.last
  if (pause > 0) habits.watched += Math.min(pause, longestPause)
  // Backwards too: a clock that was set right is followed at once.
  habits.last = time
}

/** True when the value is new; a full list takes no more, so nothing is new to it. */
export function addHabit<Value>(known: Value[], value: Value): boolean {
  const { length } = known
  if (length > 0 && known[length - 1] === value) return false
  const at = known.indexOf(value)
  if (at === -1) {
    if (length >= maxHabits) return false
    known.push(value)
    return true
  }
  // To where the next look-up finds it first.
  known[at] = known[length - 1]!
  known[length - 1] = value
  return false
}
