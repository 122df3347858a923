import { DomainTable, type DomainTableState } from './domain-table.ts'
import type { Outcome } from './contact.ts'
import { isStale, learnOutcome, makeWalk, step, type Walk, type WalkRules } from './random-walk.ts'

/** Groups a source is remembered with: beyond, the one met first is forgotten. Above a /24, so that a scan of one stays whole. */
const maxGroups = 300
const maxMembers = 4096
/** What all sources together may remember; a source weighs as much as four contacts. */
const capacity = 160_000
const sourceWeight = 4

type Groups<Group, Member> = Map<Group, Member | Walk<Member>>

/**
 * First contacts of every source, in groups (the ports of one host, or the hosts with one port), with a walk for each group
 * that met more than one success. A lone success, which most are, is kept as the member itself.
 */
export class FirstContacts<Group extends string | number, Member extends string | number> {
  private readonly sources = new DomainTable<Groups<Group, Member>>(capacity, weighGroups)

  get size(): number {
    return this.sources.size
  }

  get evicted(): number {
    return this.sources.evicted
  }

  /**
   * The walk, when this was a first contact that did not succeed, or any first contact of a walk that already says scan. A target
   * tried again is no news, however often; it only keeps the walk from being begun anew.
   */
  meet(
    domain: string,
    source: string,
    group: Group,
    member: Member,
    outcome: Outcome,
    record: { seq: number; time: number },
    rules: WalkRules,
  ): Walk<Member> | undefined {
    let groups = this.sources.get(domain, source)
    const known = groups?.get(group)
    if (known === member) return undefined
    if (known !== undefined && typeof known === 'object') {
      const before = known.known.get(member)
      if (before === 'success') return undefined
      if (before === undefined) return this.advance(known, member, outcome, record, rules)
      if (isStale(known, record.time, rules)) return this.advance(known, member, outcome, record, rules)
      if (record.time > known.last) known.last = record.time
      if (before === 'unknown') learnOutcome(known, member, outcome, rules)
      return undefined
    }
    if (groups === undefined) {
      groups = new Map()
      this.sources.add(domain, source, groups)
    }
    if (known === undefined && outcome === 'success') {
      this.makeRoom(groups)
      groups.set(group, member)
      this.sources.charge(1)
      return undefined
    }
    if (known === undefined) this.makeRoom(groups)
    const walk = makeWalk<Member>(record.time)
    if (known !== undefined) walk.known.set(known, 'success')
    groups.set(group, walk)
    return this.advance(walk, member, outcome, record, rules)
  }

  /** An answer from a member to its source. */
  answer(domain: string, source: string, group: Group, member: Member, rules: WalkRules): void {
    const known = this.sources.get(domain, source)?.get(group)
    if (known !== undefined && typeof known === 'object') learnOutcome(known, member, 'success', rules)
  }

  snapshot(): unknown {
    return this.sources.snapshot((groups) =>
      Array.from(groups, ([group, known]) => [group, typeof known === 'object' ? { ...known, known: [...known.known] } : known] as const),
    )
  }

  restore(state: unknown): void {
    this.sources.restore(state as DomainTableState<[Group, Member | SavedWalk<Member>][]>, (saved) => {
      return new Map(saved.map(([group, known]) => [group, typeof known === 'object' ? { ...known, known: new Map(known.known) } : known]))
    })
  }

  private advance(walk: Walk<Member>, member: Member, outcome: Outcome, record: { seq: number; time: number }, rules: WalkRules) {
    if (walk.known.size >= maxMembers) walk.known.delete(walk.known.keys().next().value!)
    step(walk, member, outcome, record.seq, record.time, rules)
    this.sources.charge(1)
    return outcome !== 'success' || walk.verdict !== 'none' ? walk : undefined
  }

  private makeRoom(groups: Groups<Group, Member>): void {
    if (groups.size >= maxGroups) groups.delete(groups.keys().next().value!)
  }
}

function weighGroups(groups: Groups<unknown, unknown>): number {
  let weight = sourceWeight
  for (const known of groups.values()) weight += typeof known === 'object' && known !== null ? 1 + (known as Walk<unknown>).known.size : 1
  return weight
}

type SavedWalk<Member> = Omit<Walk<Member>, 'known'> & { known: [Member, Outcome][] }
