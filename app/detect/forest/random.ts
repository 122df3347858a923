/** Chance that can be repeated: the same seed gives the same numbers on every host. */
export interface Chance {
  /** 0 ≤ x < 1. */
  next(): number
  /** A whole number, 0 ≤ x < count. */
  below(count: number): number
}

/** sfc32 (Doty-Humphrey, PractRand): 32-bit arithmetic only, so that it is exact in JavaScript, and passes BigCrush. */
export function makeChance(seed: number): Chance {
  let a = 0
  let b = seed >>> 0
  let c = 0x9e3779b9
  let counter = 1
  const draw = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  for (let round = 0; round < 15; round += 1) draw()
  return {
    next: () => draw() / 2 ** 32,
    below: (count) => Math.floor((draw() / 2 ** 32) * count),
  }
}

/** So many different numbers below `count`, in no order (Floyd's algorithm: CACM 30(9), 1987). */
export function sampleBelow(count: number, size: number, chance: Chance): Int32Array {
  const chosen = new Set<number>()
  for (let top = count - Math.min(size, count); top < count; top += 1) {
    const candidate = chance.below(top + 1)
    chosen.add(chosen.has(candidate) ? top : candidate)
  }
  return Int32Array.from(chosen)
}
