import { measureSpread, quantile } from './robust.ts'

const hour = 3_600_000
/** A week of hours in which something was sent. */
const maxHours = 168
/** To a normal distribution's standard deviation (Rousseeuw and Croux 1993). */
const consistency = 1.4826
/** An entity whose hours are all alike still varies by so much of its median, and of the floor. */
const leastDeviation = 0.1
const leastOfFloor = 0.01

/** What an entity usually sends an hour: closed hours in which it sent anything, and what it sent when it stood out. Plain data. */
export interface History {
  hours: number[]
  /** By hour of the day (UTC): the most it sent when that was out of the ordinary; 0 for never. A nightly job is news once. */
  recurring: number[]
}

export function makeHistory(): History {
  return { hours: [], recurring: [] }
}

export function closeHour(history: History, bucket: number, bytes: number, stoodOut: boolean): void {
  if (stoodOut) {
    if (history.recurring.length === 0) history.recurring = new Array<number>(24).fill(0)
    const at = hourOfDay(bucket)
    history.recurring[at] = Math.max(bytes, history.recurring[at]!)
    return
  }
  history.hours.push(bytes)
  if (history.hours.length > maxHours) history.hours.shift()
}

export function bucketOf(time: number): number {
  return Math.floor(time / hour)
}

export function hourOfDay(bucket: number): number {
  return ((bucket % 24) + 24) % 24
}

/** What is usual, and above which bytes an hour it is not any more. */
export interface Usual {
  basis: 'own' | 'peers'
  /** Hours it was learned from. */
  hours: number
  median: number
  mad: number
  /** One robust deviation. */
  deviation: number
  /** The most that was usual so far. */
  peak: number
  limit: number
}

export interface UsualRules {
  deviations: number
  floor: number
  peakFactor: number
  warmUp: number
}

export function learnOwn(history: History, bucket: number, rules: UsualRules): Usual | undefined {
  if (history.hours.length < rules.warmUp) return undefined
  const { median, mad } = measureSpread(history.hours.slice())
  return makeUsual('own', history.hours.length, median, mad, Math.max(...history.hours), recurringPeak(history, bucket), rules)
}

/** A job that ran at this hour on an earlier day may run an hour early or late: clocks change twice a year. */
function recurringPeak({ recurring }: History, bucket: number): number {
  if (recurring.length === 0) return 0
  const at = hourOfDay(bucket)
  return Math.max(recurring[at]!, recurring[(at + 1) % 24]!, recurring[(at + 23) % 24]!)
}

function makeUsual(
  basis: Usual['basis'],
  hours: number,
  median: number,
  mad: number,
  peak: number,
  recurring: number,
  rules: UsualRules,
): Usual {
  const deviation = Math.max(mad * consistency, leastDeviation * median, leastOfFloor * rules.floor)
  const limit = Math.max(rules.floor, median + rules.deviations * deviation, rules.peakFactor * Math.max(peak, recurring))
  return { basis, hours, median, mad, deviation, peak, limit }
}

/** The closed hours of all hosts behind one clock: four buckets to each doubling, halved when full so that they age. */
export type Population = number[]

const buckets = 200
const mostHours = 20_000
const ratio = 4

export function addToPopulation(population: Population, bytes: number): void {
  const at = Math.min(buckets - 1, Math.floor(Math.log2(Math.max(1, bytes)) * ratio))
  while (population.length <= at) population.push(0)
  population[at]! += 1
  let total = 0
  for (const count of population) total += count
  if (total > mostHours) for (let index = 0; index < population.length; index += 1) population[index] = population[index]! >> 1
}

/** For an entity without a past of its own: what its peers send, where there are enough of their hours. */
export function learnFromPeers(
  population: Population,
  history: History,
  bucket: number,
  least: number,
  rules: UsualRules,
): Usual | undefined {
  const sizes: number[] = []
  for (const [at, count] of population.entries()) for (let n = 0; n < Math.min(count, 500); n += 1) sizes.push(2 ** ((at + 0.5) / ratio))
  if (sizes.length < least) return undefined
  const peak = quantile(sizes, 0.99)
  const { median, mad } = measureSpread(sizes)
  return makeUsual('peers', sizes.length, median, mad, peak, recurringPeak(history, bucket), rules)
}
