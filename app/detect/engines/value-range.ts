import { smallestScale } from './engine.ts'

/** So many values tell the range when it is not given. */
const learningValues = 50
/** A learnt range reaches so much further on both sides. */
const margin = 0.1
/** When so many of a hundred values are outside, the range was learnt from something else: it is learnt anew. */
const mostOutside = 20

interface LearntRange {
  low: number
  high: number
  left: number
  outside: number
  counted: number
}

/** Where in its range a value lies, in steps of 2^bits − 1; learns the range where it is not given. */
export class ValueRange {
  readonly bits: number
  private readonly minimum: number | null
  private readonly maximum: number | null
  private learnt: LearntRange = startLearning()

  constructor(minimum: number | null, maximum: number | null, bits: number) {
    this.minimum = minimum
    this.maximum = maximum
    this.bits = bits
  }

  /** Undefined while the range is learnt. Outside a given range: beyond the last step or below 0. */
  stepsOf(value: number): number | undefined {
    const top = 2 ** this.bits - 1
    if (this.minimum !== null && this.maximum !== null) {
      const width = this.maximum - this.minimum
      // A range of nothing has steps of 1 (as in the original).
      const steps = Math.trunc((value - this.minimum) / ((width > 0 ? width : top) / top))
      // Further out is all the same, and a number with fewer digits. + 0: no −0.
      return Math.max(-top * top, Math.min(top * top, steps)) + 0
    }
    if (this.learnt.left > 0) {
      this.learn(value)
      return undefined
    }
    const { low, high } = this.bounds()
    const inside = value >= low && value <= high
    this.watch(inside)
    return Math.max(0, Math.min(top, Math.trunc((value - low) / ((high - low) / top))))
  }

  private learn(value: number): void {
    const { learnt } = this
    const first = learnt.left === learningValues
    learnt.low = first ? value : Math.min(learnt.low, value)
    learnt.high = first ? value : Math.max(learnt.high, value)
    learnt.left -= 1
  }

  /** Of one value only: a sliver around it, so that any other is outside. */
  private bounds(): { low: number; high: number } {
    const { low, high } = this.learnt
    const width = Math.max((high - low) * margin, 1e-9 * Math.max(Math.abs(low), Math.abs(high)), smallestScale)
    return { low: this.minimum ?? low - width, high: Math.max(this.maximum ?? high + width, (this.minimum ?? low - width) + width) }
  }

  private watch(inside: boolean): void {
    const { learnt } = this
    learnt.counted += 1
    if (!inside) learnt.outside += 1
    if (learnt.outside > mostOutside) this.learnt = startLearning()
    else if (learnt.counted >= 100) {
      learnt.counted = 0
      learnt.outside = 0
    }
  }

  snapshot(): unknown {
    return { ...this.learnt }
  }

  restore(state: unknown): void {
    this.learnt = { ...(state as LearntRange) }
  }
}

function startLearning(): LearntRange {
  return { low: 0, high: 0, left: learningValues, outside: 0, counted: 0 }
}
