import { hashText } from './hash.ts'

const maxNames = 32
/** 8192 bits: within 2 % of the truth up to 20,000 values. */
const words = 256

/**
 * How many different values there were, and the first few of them, in bounded memory: exact to 32, then by linear counting
 * (Whang, Vander-Zanden and Taylor, ACM TODS 15(2), 1990). Plain data, for episodes.
 */
export interface DistinctCount {
  names: string[]
  total: number
  /** Which hashes were seen, once there are more values than names kept. */
  bits?: number[]
}

export function makeDistinctCount(names: Iterable<string> = []): DistinctCount {
  const count: DistinctCount = { names: [], total: 0 }
  for (const name of names) countDistinct(count, name)
  return count
}

export function countDistinct(count: DistinctCount, name: string): void {
  const { names } = count
  if (names.length < maxNames) {
    if (names.includes(name)) return
    names.push(name)
    count.total = names.length
    return
  }
  count.bits ??= names.reduce(setBit, new Array<number>(words).fill(0))
  const { bits } = count
  const { word, bit } = placeOf(name)
  if ((bits[word]! & bit) !== 0) return
  bits[word]! |= bit
  count.total = Math.max(count.total + 1, estimate(bits))
}

/** `3`, or `about 480` where it is an estimate. */
export function isExact({ bits }: DistinctCount): boolean {
  return bits === undefined
}

function estimate(bits: readonly number[]): number {
  let zeros = 0
  for (const word of bits) zeros += 32 - countBits(word)
  const size = words * 32
  return Math.round(size * Math.log(size / Math.max(zeros, 0.5)))
}

function setBit(bits: number[], name: string): number[] {
  const { word, bit } = placeOf(name)
  bits[word]! |= bit
  return bits
}

/** The upper bits of a product mix those of the hash best (Fibonacci hashing). */
function placeOf(name: string): { word: number; bit: number } {
  const place = Math.imul(hashText(name), 0x9e3779b1) >>> 19
  return { word: place >>> 5, bit: 1 << (place & 31) }
}

function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
