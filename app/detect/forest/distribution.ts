import { quantile } from '../support/robust.ts'

/** How values were spread: the shares of them up to each cut, and beyond the last. */
export interface Distribution {
  cuts: number[]
  shares: number[]
}

const parts = 10
/** Stands for a share of nothing, whose logarithm would be infinite. */
const almostNothing = 1e-3

/** Cut into ten parts of about as many values each; fewer, where many values are alike. */
export function measureDistribution(values: ArrayLike<number>): Distribution {
  const sorted = Array.from(values).sort((a, b) => a - b)
  if (sorted.length === 0) return { cuts: [], shares: [1] }
  const cuts = [...new Set(Array.from({ length: parts - 1 }, (_, at) => quantile(sorted, (at + 1) / parts)))]
  return { cuts, shares: countShares(sorted, cuts) }
}

/**
 * Population stability index: the sum over the parts of (now − then) · ln(now / then). By custom (Siddiqi 2006) below 0.1
 * nothing has moved and above 0.25 much has. Samples of the same spread have about (parts − 1) · (1/n + 1/m) of it.
 */
export function stabilityIndex({ cuts, shares }: Distribution, values: ArrayLike<number>): number {
  if (values.length === 0) return 0
  const now = countShares(values, cuts)
  return now.reduce((sum, share, at) => {
    const after = Math.max(share, almostNothing)
    const before = Math.max(shares[at] ?? 0, almostNothing)
    return sum + (after - before) * Math.log(after / before)
  }, 0)
}

function countShares(values: ArrayLike<number>, cuts: readonly number[]): number[] {
  const counts = new Array<number>(cuts.length + 1).fill(0)
  for (let at = 0; at < values.length; at += 1) {
    const beyond = cuts.findIndex((cut) => values[at]! <= cut)
    counts[beyond === -1 ? cuts.length : beyond]! += 1
  }
  return counts.map((count) => count / values.length)
}
