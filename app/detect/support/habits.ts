const hour = 3_600_000
/** A pause counts for at most so much of the time it took to learn: nights do, a clock that jumps by years does not. */
const longestPause = 12 * hour
/** Whoever contacts more than this has no habit to depart from, and is not judged any more. */
const maxHabits = 256
/** In values: what a host weighs without any. */
const baseWeight = 12

/** What one host or user was seen to contact. */
export interface Habits {
  records: number
  /** Time it was watched, pauses cut short; milliseconds. */
  watched: number
  last: number
  countries: Set<string>
  networks: Set<number>
  services: Set<number>
}

export type SavedHabits = [records: number, watched: number, last: number, countries: string[], networks: number[], services: number[]]

export function makeHabits(time: number): Habits {
  return { records: 0, watched: 0, last: time, countries: new Set(), networks: new Set(), services: new Set() }
}

export function weighHabits({ countries, networks, services }: Habits): number {
  return baseWeight + countries.size + networks.size + services.size
}

export function saveHabits({ records, watched, last, countries, networks, services }: Habits): SavedHabits {
  return [records, watched, last, [...countries], [...networks], [...services]]
}

export function reviveHabits([records, watched, last, countries, networks, services]: SavedHabits): Habits {
  return { records, watched, last, countries: new Set(countries), networks: new Set(networks), services: new Set(services) }
}

export function watch(habits: Habits, time: number): void {
  habits.records += 1
  const pause = time - habits.last
  if (pause > 0) habits.watched += Math.min(pause, longestPause)
  // Backwards too: a clock that was set right is followed at once.
  habits.last = time
}

/** True when the value is new; a full set takes no more, so nothing is new to it. */
export function addHabit<Value>(known: Set<Value>, value: Value): boolean {
  if (known.has(value) || known.size >= maxHabits) return false
  known.add(value)
  return true
}
