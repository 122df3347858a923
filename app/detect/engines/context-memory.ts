import { ContextTable } from './context-table.ts'
import { FactGroups } from './fact-groups.ts'
import { FactMeeting } from './fact-meeting.ts'

export interface Moment {
  /** Share of the contexts whose left side held that came true; 0 where none held. */
  selectedActive: number
  /** Share of the possible new contexts that were new. */
  added: number
}

/** Facts from here on say "the context of this number was active a moment ago". */
const contextFacts = 64
/** Past so many the half that was active longest ago is forgotten. */
const mostContexts = 1000

/** Of the step under way. */
const meetings = { left: new FactMeeting(), right: new FactMeeting() }

/**
 * The memory of a contextual anomaly detector (CAD-OSE, Smirnov 2016, one of the detectors of the Numenta Anomaly Benchmark):
 * what follows what, over facts of the value now and contexts a moment before. Written from the description of its score; its
 * authors' code keeps every context for ever, this one the last active ones.
 */
export class ContextMemory {
  private readonly longestLeft: number
  private readonly mostActive: number
  private left = new FactGroups()
  private right = new FactGroups()
  private contexts = new ContextTable()
  /** Whether context 0 is the very first one. */
  private holdsFirst = true
  private leftFacts: readonly number[] = []
  private time = 0

  constructor(longestLeft: number, mostActive: number) {
    this.longestLeft = longestLeft
    this.mostActive = mostActive
  }

  /** `facts` in ascending order, each less than 64. */
  step(facts: readonly number[]): Moment {
    this.time += 1
    meetings.left.take(this.left, this.leftFacts)
    meetings.right.take(this.right, facts)
    const isNew = this.leftFacts.length > 0 && !this.recognise()
    const { active, selected, candidates } = this.compare(isNew)
    const added = isNew ? this.learn(facts, active, candidates) : 0
    this.keepInMind(facts, active)
    return { selectedActive: selected > 0 ? active.length / selected : 0, added }
  }

  /** Whether this whole moment has followed the one before already. */
  private recognise(): boolean {
    const { left, right } = meetings
    if (left.whole === undefined || right.whole === undefined) return false
    const known = this.contexts.find(left.whole, right.whole)
    if (known === undefined) return false
    this.contexts.makeWhole(known)
    return true
  }

  /** Which contexts held and came true; what those that held in part have in common with this moment may be a new one. */
  private compare(isNew: boolean) {
    const { contexts } = this
    const { left, right } = meetings
    const active: number[] = []
    const candidates: number[] = []
    let selected = 0
    // The original leaves its very first context out, except in moments that bring a new one; its scores are so.
    for (let context = this.holdsFirst && !isNew ? 1 : 0; context < contexts.count; context += 1) {
      const one = contexts.leftOf(context)
      const met = left.met[one]!
      if (met === 0) continue
      const holds = left.held[one] === 1
      if (holds) selected += 1
      const other = contexts.rightOf(context)
      if (right.met[other] === 0) continue
      if (holds && right.held[other] === 1) {
        contexts.activate(context, this.time)
        active.push(context)
      } else if (isNew && met <= this.longestLeft && contexts.isWhole(context)) candidates.push(context)
    }
    return { active, selected, candidates }
  }

  /** Adds the context of the two whole moments and those of what earlier ones have in common with it; the share that was new. */
  private learn(facts: readonly number[], active: readonly number[], candidates: readonly number[]): number {
    const { contexts } = this
    const { left, right } = meetings
    left.whole ??= this.left.add(this.leftFacts)
    right.whole ??= this.right.add(facts)
    const whole = pairOf(left.whole, right.whole)
    const known = new Set(active.map((context) => pairOf(contexts.leftOf(context), contexts.rightOf(context)))).add(whole)
    const possible = new Set(
      candidates.map((context) => pairOf(left.standInOf(contexts.leftOf(context)), right.standInOf(contexts.rightOf(context)))),
    ).add(whole)
    contexts.add(left.whole, right.whole, { whole: true, time: this.time })
    const lefts = new Map<number, number>()
    const rights = new Map<number, number>()
    let added = 1
    for (const pair of possible) {
      if (known.has(pair)) continue
      const one = groupOf(left, this.left, Math.floor(pair / factor), lefts)
      contexts.add(one, groupOf(right, this.right, pair % factor, rights), { whole: false, time: this.time })
      added += 1
    }
    return added / possible.size
  }

  /** The best proven contexts that came true are facts of the moment to come. */
  private keepInMind(facts: readonly number[], active: readonly number[]): void {
    const proven = [...active].sort((a, b) => this.contexts.activations(a) - this.contexts.activations(b) || a - b).slice(-this.mostActive)
    const renamed = this.contexts.count > mostContexts ? this.forget() : undefined
    const kept = renamed === undefined ? proven : proven.flatMap((context) => renamed.get(context) ?? [])
    this.leftFacts = [...facts, ...kept.sort((a, b) => a - b).map((context) => contextFacts + context)]
  }

  /** New numbers of the contexts that stay. */
  private forget(): Map<number, number> {
    const { contexts, left, right } = this
    const stay = contexts.newest(mostContexts / 2)
    const renamed = new Map(stay.map((context, index) => [context, index]))
    const groups = { left: new Uint8Array(left.count), right: new Uint8Array(right.count) }
    for (const context of stay) {
      groups.left[contexts.leftOf(context)] = 1
      groups.right[contexts.rightOf(context)] = 1
    }
    this.left = left.reduced(groups.left, (fact) => {
      if (fact < contextFacts) return fact
      const context = renamed.get(fact - contextFacts)
      return context === undefined ? undefined : contextFacts + context
    })
    this.right = right.reduced(groups.right, (fact) => fact)
    this.contexts = contexts.reduced(stay, numbersOf(groups.left), numbersOf(groups.right))
    this.holdsFirst &&= stay[0] === 0
    return renamed
  }

  snapshot(): unknown {
    const { left, right, contexts, holdsFirst, leftFacts, time } = this
    return { left: left.snapshot(), right: right.snapshot(), contexts: contexts.snapshot(), holdsFirst, leftFacts, time }
  }

  restore(state: unknown): void {
    const { left, right, contexts, holdsFirst, leftFacts, time } = state as MemoryState
    this.left.restore(left)
    this.right.restore(right)
    this.contexts.restore(contexts)
    this.holdsFirst = holdsFirst
    this.leftFacts = leftFacts
    this.time = time
  }
}

interface MemoryState {
  left: readonly number[]
  right: readonly number[]
  contexts: readonly number[]
  holdsFirst: boolean
  leftFacts: readonly number[]
  time: number
}

const factor = 65_536

function pairOf(left: number, right: number): number {
  return left * factor + right
}

/** The group of the facts that a stand-in stands for. */
function groupOf(meeting: FactMeeting, groups: FactGroups, standIn: number, made: Map<number, number>): number {
  if (standIn === meeting.whole || meeting.held[standIn] === 1) return standIn
  const known = made.get(standIn) ?? groups.add(meeting.factsOf(standIn))
  made.set(standIn, known)
  return known
}

/** By old number. */
function numbersOf(stays: Uint8Array): Uint16Array {
  let next = 0
  return Uint16Array.from(stays, (stay) => (stay === 1 ? next++ : 0))
}
