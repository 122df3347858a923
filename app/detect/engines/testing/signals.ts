/** Made signals, the same each time: for tests and the bench. */
export class Dice {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** mulberry32 (Tommy Ettinger, public domain); above 0 and below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(this.next())) * Math.cos(2 * Math.PI * this.next())
  }

  /** Knuth's way; for small means. */
  poisson(mean: number): number {
    const end = Math.exp(-mean)
    let product = this.next()
    let count = 0
    while (product > end) {
      count += 1
      product *= this.next()
    }
    return count
  }
}

/** Five minutes apart. */
export const familyStep = 300_000
const daily = 86_400_000 / familyStep

/** Each makes the next value of a normal signal from its index. */
export const families: Readonly<Record<string, (dice: Dice) => (index: number) => number>> = {
  gaussian: (dice) => () => 100 + 5 * dice.normal(),
  skewed: (dice) => () => Math.exp(1 + 0.8 * dice.normal()),
  counts: (dice) => () => dice.poisson(4),
  'rare counts': (dice) => () => dice.poisson(0.2),
  seasonal: (dice) => (index) => {
    const weekend = Math.floor(index / daily) % 7 >= 5
    return 100 + 60 * Math.sin((2 * Math.PI * index) / daily) - (weekend ? 40 : 0) + 6 * dice.normal()
  },
  bursty: (dice) => {
    let left = 0
    return () => {
      if (left > 0) left -= 1
      else if (dice.next() < 0.01) left = 10
      return dice.poisson(left > 0 ? 60 : 5)
    }
  },
}
