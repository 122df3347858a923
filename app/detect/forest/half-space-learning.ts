import { countLeaves, leavesOf, makeLeaves, setProfile, type HalfSpaceTrees } from './half-space-trees.ts'
import { packCounts, unpackCounts } from './packed-arrays.ts'
import type { Table } from './table.ts'

/** Plain data. `reference`: absent as long as the profile that judges is the trained one. */
export interface LearnedProfiles {
  counted: number
  latest: string
  reference?: { rows: number; leaves: string }
}

/**
 * What rows make of half-space trees as they come (algorithm 3, Streaming HS-Trees): one profile judges, the reference; the
 * other is counted, the latest; after ψ rows the latest takes the reference's place and counting begins anew. Every row is
 * counted, also one that stood out: few do, and what stays for a whole profile is usual from then on.
 */
export class HalfSpaceLearner {
  private readonly trees: HalfSpaceTrees
  private readonly latest: Uint32Array
  private counted = 0
  private swapped = false

  /** Its `mass` and `rows` are replaced at each swap. */
  constructor(trees: HalfSpaceTrees) {
    this.trees = trees
    this.latest = makeLeaves(trees)
  }

  /** How many rows may be learnt before the profiles are swapped: until then the same profile judges. */
  get room(): number {
    return this.trees.profile - this.counted
  }

  /** Of rows that are scored already; of no more than there is room for. */
  learn(scaled: Table): void {
    countLeaves(this.trees, scaled, this.latest)
    this.counted += scaled.rows
    if (this.room > 0) return
    setProfile(this.trees, this.latest, this.counted)
    this.latest.fill(0)
    this.counted = 0
    this.swapped = true
  }

  snapshot(): LearnedProfiles {
    const { trees, counted, latest, swapped } = this
    const reference = { rows: trees.rows, leaves: packCounts(leavesOf(trees)) }
    return { counted, latest: packCounts(latest), ...(swapped ? { reference } : {}) }
  }

  /** Throws on counts of other trees. */
  restore({ counted, latest, reference }: LearnedProfiles): void {
    const leaves = unpackCounts(latest, this.latest.length)
    if (reference !== undefined) setProfile(this.trees, unpackCounts(reference.leaves, this.latest.length), reference.rows)
    this.latest.set(leaves)
    this.counted = counted
    this.swapped = reference !== undefined
  }
}
