/** How far apart two values of a bin are. 8 % of 2.6 deviations is a fifth of one. */
const binRatio = 1.08
const lowest = 0.05
const binCount = 128
const logRatio = Math.log(binRatio)

/** So many values the method's own assumption weighs against what was seen. */
const priorWeight = 50
/** What is remembered of the past, in values: once twice as many are counted, all counts are halved. */
const memory = 10_000
/** The tail beyond the so many strangest values is not counted but continued. */
const tailValues = 20

/** The chance that a normal value is at least as strange, as the method assumes. */
export type AssumedTail = (strangeness: number) => number

/**
 * Turns strangeness, whatever it is measured in, into the chance of a value at least as strange, from how strange the values
 * of this very signal were: conformal p-values (Vovk, Gammerman, Shafer 2005) over a histogram with bins that grow by 8 %.
 * Until it has seen enough, the method's own assumption fills in; beyond what it has seen often, the tail goes on
 * exponentially with the mean excess seen. Bounded: 128 counts.
 */
export class Calibration {
  private readonly counts = new Float32Array(binCount)
  private total = 0
  private readonly assumed: AssumedTail

  constructor(assumed: AssumedTail) {
    this.assumed = assumed
  }

  add(strangeness: number, weight = 1): void {
    if (strangeness >= lowest) this.counts[binOf(strangeness)]! += weight
    this.total += weight
    if (this.total < 2 * memory) return
    this.fade(0.5)
  }

  /** What was seen so far counts less from here on. */
  fade(share: number): void {
    this.total *= share
    for (let bin = 0; bin < binCount; bin += 1) this.counts[bin]! *= share
  }

  /** Between 0 and 1; falls as strangeness grows. */
  chance(strangeness: number): number {
    if (strangeness < lowest) return 1
    const { total } = this
    return (priorWeight * this.assumed(strangeness) + this.countBeyond(strangeness)) / (priorWeight + total)
  }

  /** The strangeness that only `chance` of the values reach. */
  level(chance: number): number {
    let low = lowest
    let high = largestStrangeness
    for (let step = 0; step < 50 && high - low > 1e-4 * low; step += 1) {
      const middle = Math.sqrt(low * high)
      if (this.chance(middle) > chance) low = middle
      else high = middle
    }
    return high
  }

  private countBeyond(strangeness: number): number {
    const { counts } = this
    const bin = binOf(strangeness)
    let beyond = 0
    for (let i = binCount - 1; i > bin; i -= 1) beyond += counts[i]!
    // Within its own bin a value is as far as it has come.
    const share = bin === binCount - 1 ? 1 : (lowerEdge(bin + 1) - strangeness) / (lowerEdge(bin + 1) - lowerEdge(bin))
    beyond += counts[bin]! * Math.min(1, Math.max(0, share))
    return beyond >= tailValues ? beyond : this.continueTail(strangeness, beyond)
  }

  private continueTail(strangeness: number, beyond: number): number {
    const { counts } = this
    let edge = binCount
    let count = 0
    let sum = 0
    while (edge > 0 && count < tailValues) {
      edge -= 1
      count += counts[edge]!
      sum += counts[edge]! * lowerEdge(edge) * Math.sqrt(binRatio)
    }
    const reference = lowerEdge(edge)
    if (count < tailValues || strangeness <= reference) return beyond
    const excess = Math.max(sum / count - reference, reference * (binRatio - 1))
    return count * Math.exp(-(strangeness - reference) / excess)
  }

  /** Bins that hold something, as pairs: most are empty. */
  snapshot(): unknown {
    const bins: number[] = []
    for (let bin = 0; bin < binCount; bin += 1) if (this.counts[bin]! > 0) bins.push(bin, this.counts[bin]!)
    return { total: this.total, bins }
  }

  restore(state: unknown): void {
    const { total, bins } = state as { total: number; bins: readonly number[] }
    this.total = total
    this.counts.fill(0)
    for (let i = 0; i < bins.length; i += 2) this.counts[bins[i]!] = bins[i + 1]!
  }
}

/** Stranger than this is all the same. */
export const largestStrangeness = 1e6

function binOf(strangeness: number): number {
  return Math.min(binCount - 1, Math.floor(Math.log(strangeness / lowest) / logRatio))
}

const edges = Float64Array.from({ length: binCount + 1 }, (_, bin) => lowest * binRatio ** bin)

function lowerEdge(bin: number): number {
  return edges[bin]!
}
