import type { Contact, Outcome } from './contact.ts'
import { ContactMemory, type ContactMemoryState } from './contact-memory.ts'
import { DomainTable, type DomainTableState } from './domain-table.ts'
import { isClean, isStale, learnOutcome, makeWalk, step, type Walk, type WalkRules } from './random-walk.ts'

/** Groups a source is remembered with: beyond, the one met first is forgotten. Enough for a scan in random order of a large network. */
const maxGroups = 4096
const maxMembers = 4096
/** What all sources together may remember; a source weighs as much as four contacts. */
const capacity = 160_000
const sourceWeight = 4

type Groups<Group, Member> = Map<Group, Walk<Member>>

/** A source's only contact so far that did not succeed: what the internet's stray packets come to, kept small. */
interface Lone<Group, Member> {
  group: Group
  member: Member
  outcome: Outcome
  seq: number
  time: number
}

type Kept<Group, Member> = Lone<Group, Member> | Groups<Group, Member>

/**
 * First contacts of every source, in groups: the ports of one host, or the hosts with one port. Contacts that succeeded are only
 * remembered as met; a walk is kept where something failed, for as long as that is not made up for.
 */
export class FirstContacts<Group extends string | number, Member extends string | number> {
  private readonly met = new ContactMemory()
  private readonly sources = new DomainTable<string, Kept<Group, Member>>(capacity, weighSource)

  get size(): number {
    return this.sources.size
  }

  get evicted(): number {
    return this.sources.evicted + this.met.evicted
  }

  /**
   * The walk, when this was a first contact that did not succeed, or any first contact of a walk that already says scan. A target
   * tried again is no news, however often; it only keeps the walk from being begun anew.
   */
  meet(
    contact: Readonly<Contact>,
    group: Group,
    member: Member,
    record: { seq: number; time: number },
    rules: WalkRules,
  ): Walk<Member> | undefined {
    const { outcome, domain, source } = contact
    if (outcome === 'success') return this.met.meet(contact) ? undefined : this.succeed(contact, group, member, record, rules)
    if (this.met.has(contact)) return undefined
    const kept = this.sources.get(domain, source)
    if (kept === undefined) {
      this.sources.add(domain, source, { group, member, outcome, seq: record.seq, time: record.time })
      return undefined
    }
    const groups = this.expand(domain, source, kept, rules)
    let walk = groups.get(group)
    if (walk === undefined) {
      if (groups.size >= maxGroups) groups.delete(groups.keys().next().value!)
      walk = makeWalk<Member>(record.time)
      groups.set(group, walk)
    } else {
      const before = walk.known.get(member)
      if (before !== undefined && !isStale(walk, record.time, rules)) {
        if (record.time > walk.last) walk.last = record.time
        if (before === 'unknown') learnOutcome(walk, member, outcome, rules)
        return undefined
      }
    }
    if (walk.known.size >= maxMembers) walk.known.delete(walk.known.keys().next().value!)
    step(walk, member, outcome, record.seq, record.time, rules)
    this.sources.charge(1)
    return walk
  }

  /** An answer from a member to its source. */
  answer(contact: Readonly<Contact>, group: Group, member: Member, rules: WalkRules): void {
    if (this.met.meet(contact)) return
    const kept = this.sources.get(contact.domain, contact.source)
    if (kept === undefined) return
    if (!(kept instanceof Map) && kept.member === member && kept.group === group && kept.outcome === 'unknown') {
      this.sources.delete(contact.domain, contact.source)
      return
    }
    const walk = this.findWalk(contact, kept, group, rules)
    if (walk === undefined) return
    learnOutcome(walk, member, 'success', rules)
    if (isClean(walk)) this.forget(contact, group)
  }

  snapshot(): unknown {
    const sources = this.sources.snapshot(saveSource)
    return { sources, met: this.met.snapshot() }
  }

  restore(state: unknown): void {
    const saved = state as { sources: DomainTableState<string, SavedSource<Group, Member>>; met: ContactMemoryState }
    this.met.restore(saved.met)
    this.sources.restore(saved.sources, reviveSource)
  }

  /** A second contact, and the first takes its place in a walk. */
  private expand(domain: string, source: string, kept: Kept<Group, Member>, rules: WalkRules): Groups<Group, Member> {
    if (kept instanceof Map) return kept
    const { group, member, outcome, seq, time } = kept
    const walk = makeWalk<Member>(time)
    step(walk, member, outcome, seq, time, rules)
    const groups: Groups<Group, Member> = new Map([[group, walk]])
    this.sources.replace(domain, source, groups)
    return groups
  }

  private succeed(contact: Readonly<Contact>, group: Group, member: Member, record: { seq: number; time: number }, rules: WalkRules) {
    const kept = this.sources.get(contact.domain, contact.source)
    if (kept === undefined) return undefined
    const walk = this.findWalk(contact, kept, group, rules)
    if (walk === undefined) return undefined
    if (!walk.known.has(member) || isStale(walk, record.time, rules)) step(walk, member, 'success', record.seq, record.time, rules)
    else learnOutcome(walk, member, 'success', rules)
    if (!isClean(walk)) return walk.verdict === 'none' ? undefined : walk
    this.forget(contact, group)
    return undefined
  }

  private findWalk(contact: Readonly<Contact>, kept: Kept<Group, Member>, group: Group, rules: WalkRules): Walk<Member> | undefined {
    if (kept instanceof Map) return kept.get(group)
    return kept.group === group ? this.expand(contact.domain, contact.source, kept, rules).get(group) : undefined
  }

  /** Nothing speaks against the source in this group any more, and perhaps nothing at all. */
  private forget({ domain, source }: Readonly<Contact>, group: Group): void {
    const kept = this.sources.get(domain, source)
    if (!(kept instanceof Map)) return
    kept.delete(group)
    if (kept.size === 0) this.sources.delete(domain, source)
  }
}

function weighSource(kept: Kept<unknown, unknown>): number {
  let weight = sourceWeight
  if (kept instanceof Map) for (const { known } of kept.values()) weight += known.size
  return weight
}

type SavedWalk<Member> = Omit<Walk<Member>, 'known'> & { known: [Member, Outcome][] }
type SavedSource<Group, Member> = Lone<Group, Member> | [Group, SavedWalk<Member>][]

function saveSource<Group, Member>(kept: Kept<Group, Member>): SavedSource<Group, Member> {
  return kept instanceof Map ? Array.from(kept, ([group, walk]) => [group, { ...walk, known: [...walk.known] }]) : kept
}

function reviveSource<Group, Member>(saved: SavedSource<Group, Member>): Kept<Group, Member> {
  if (!Array.isArray(saved)) return saved
  return new Map(saved.map(([group, walk]) => [group, { ...walk, known: new Map(walk.known) }]))
}
