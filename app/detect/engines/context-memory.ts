/** Facts that came together, on one side of a context, and which of them are there now. */
interface FactGroup {
  facts: readonly number[]
  /** Of a left group: contexts by the right group that followed. */
  contexts: Map<FactGroup, Context>
  met: number[]
  metAt: number
}

/** "After these facts came those", with how often that came true. */
interface Context {
  id: number
  left: FactGroup
  right: FactGroup
  activations: number
  /** Of whole moments, not of what moments had in common. */
  whole: boolean
  lastActive: number
}

/** A context as a snapshot holds it. */
type PackedContext = [
  id: number,
  left: readonly number[],
  right: readonly number[],
  activations: number,
  whole: boolean,
  lastActive: number,
]

/** A pair of groups that would be a new context. */
type Candidate = readonly [left: readonly number[], right: readonly number[]]

export interface Moment {
  /** Share of the contexts whose left side held that came true; 0 where none held. */
  selectedActive: number
  /** Share of the possible new contexts that were new. */
  added: number
}

/** Facts from here on say "this context was active a moment ago". */
const contextFacts = 2 ** 31
/** Past so many the half that was active longest ago is forgotten. */
const mostContexts = 1000

/**
 * The memory of a contextual anomaly detector (CAD-OSE, Smirnov 2016, one of the detectors of the Numenta Anomaly Benchmark):
 * what follows what, over facts of the value now and contexts a moment before. Written from the description of its score; its
 * authors' code keeps every context for ever, this one the last active ones.
 */
export class ContextMemory {
  private readonly longestLeft: number
  private readonly mostActive: number
  private contexts: Context[] = []
  private readonly sides = { left: createSide(), right: createSide() }
  private leftFacts: readonly number[] = []
  private metLeft: FactGroup[] = []
  private nextId = 0
  private time = 0
  private stamp = 0

  constructor(longestLeft: number, mostActive: number) {
    this.longestLeft = longestLeft
    this.mostActive = mostActive
  }

  /** `facts` in ascending order. */
  step(facts: readonly number[]): Moment {
    this.time += 1
    const whole = this.leftFacts.length > 0 ? this.addWhole(this.leftFacts, facts) : undefined
    const metRight = this.meet(this.sides.right, facts)
    const { active, selected, candidates } = this.compare(metRight, whole)
    const possible = candidates.size + (this.leftFacts.length > 0 && !candidates.has(pairKey(this.leftFacts, facts)) ? 1 : 0)
    active.sort((a, b) => a.activations - b.activations || a.id - b.id)
    let added = whole === undefined ? 0 : 1
    for (const [left, right] of candidates.values()) if (this.add(left, right, false) !== undefined) added += 1
    if (this.contexts.length > mostContexts) this.forget()
    const neurons = active.slice(-this.mostActive).map(({ id }) => contextFacts + id)
    this.leftFacts = [...facts, ...neurons.sort((a, b) => a - b)]
    this.metLeft = this.meet(this.sides.left, this.leftFacts)
    return {
      selectedActive: selected > 0 ? active.length / selected : 0,
      added: whole !== undefined && possible > 0 ? added / possible : 0,
    }
  }

  /** The new context of two whole moments; undefined when it is known. */
  private addWhole(left: readonly number[], right: readonly number[]): Context | undefined {
    const added = this.add(left, right, true)
    if (added !== undefined) return added
    const known = this.sides.left.groups.get(left.join())!.contexts.get(this.sides.right.groups.get(right.join())!)!
    known.whole = true
    return undefined
  }

  private add(left: readonly number[], right: readonly number[], whole: boolean): Context | undefined {
    const leftGroup = groupOf(this.sides.left, left)
    const rightGroup = groupOf(this.sides.right, right)
    if (leftGroup.contexts.has(rightGroup)) return undefined
    const context = { id: this.nextId, left: leftGroup, right: rightGroup, activations: 0, whole, lastActive: this.time }
    this.nextId += 1
    leftGroup.contexts.set(rightGroup, context)
    this.contexts.push(context)
    return context
  }

  /** Which contexts held and came true; what those that held in part have in common with this moment may be a new one. */
  private compare(metRight: readonly FactGroup[], whole: Context | undefined) {
    const rightMet = new Set(metRight)
    const active: Context[] = []
    const candidates = new Map<string, Candidate>()
    let selected = 0
    for (const left of this.metLeft) {
      const leftHolds = left.met.length === left.facts.length
      for (const [right, context] of left.contexts) {
        // The original leaves its very first context out too, except in moments that bring a new one; its scores are so.
        if (context === whole || (context.id === 0 && whole === undefined)) continue
        const met = rightMet.has(right)
        if (leftHolds) selected += 1
        if (!met) continue
        if (leftHolds && right.met.length === right.facts.length) {
          context.activations += 1
          context.lastActive = this.time
          active.push(context)
        } else if (context.whole && whole !== undefined && left.met.length <= this.longestLeft) {
          candidates.set(pairKey(left.met, right.met), [left.met, right.met])
        }
      }
    }
    return { active, selected, candidates }
  }

  private meet(side: Side, facts: readonly number[]): FactGroup[] {
    this.stamp += 1
    const groups: FactGroup[] = []
    for (const fact of facts) {
      for (const group of side.byFact.get(fact) ?? []) {
        if (group.metAt !== this.stamp) {
          group.metAt = this.stamp
          group.met = []
          groups.push(group)
        }
        group.met.push(fact)
      }
    }
    return groups
  }

  private forget(): void {
    const keep = this.contexts.toSorted((a, b) => b.lastActive - a.lastActive || b.id - a.id).slice(0, mostContexts / 2)
    const { nextId } = this
    this.rebuild(keep.sort((a, b) => a.id - b.id).map(pack))
    this.nextId = nextId
  }

  private rebuild(packed: readonly PackedContext[]): void {
    this.sides.left = createSide()
    this.sides.right = createSide()
    this.contexts = []
    for (const [id, left, right, activations, whole, lastActive] of packed) {
      this.nextId = id
      Object.assign(this.add(left, right, whole)!, { activations, lastActive })
    }
  }

  snapshot(): unknown {
    const { contexts, leftFacts, nextId, time } = this
    return { contexts: contexts.map(pack), leftFacts, nextId, time }
  }

  restore(state: unknown): void {
    const { contexts, leftFacts, nextId, time } = state as {
      contexts: readonly PackedContext[]
      leftFacts: readonly number[]
      nextId: number
      time: number
    }
    this.rebuild(contexts)
    this.leftFacts = leftFacts
    this.metLeft = this.meet(this.sides.left, leftFacts)
    this.nextId = nextId
    this.time = time
  }
}

interface Side {
  groups: Map<string, FactGroup>
  byFact: Map<number, FactGroup[]>
}

function createSide(): Side {
  return { groups: new Map(), byFact: new Map() }
}

function groupOf(side: Side, facts: readonly number[]): FactGroup {
  const key = facts.join()
  const known = side.groups.get(key)
  if (known !== undefined) return known
  const group: FactGroup = { facts, contexts: new Map(), met: [], metAt: 0 }
  side.groups.set(key, group)
  for (const fact of facts) {
    const groups = side.byFact.get(fact)
    if (groups === undefined) side.byFact.set(fact, [group])
    else groups.push(group)
  }
  return group
}

function pack({ id, left, right, activations, whole, lastActive }: Context): PackedContext {
  return [id, left.facts, right.facts, activations, whole, lastActive]
}

function pairKey(left: readonly number[], right: readonly number[]): string {
  return `${left.join()}|${right.join()}`
}
