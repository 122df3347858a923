import type { DetectorInstance, Emit, Parameters } from '../detector.ts'
import type { TelemetryRecord } from '../../model/record.ts'
import { readContact, type Contact } from './contact.ts'
import { addDistinct, makeDistinctValues, type DistinctValues } from './distinct.ts'
import { EpisodeBook, type Description, type Episode } from './episode.ts'
import { FirstContacts } from './first-contacts.ts'
import { readWalkRules, type Walk, type WalkRules } from './random-walk.ts'
import { copyState } from './state.ts'

const maxEpisodes = 4096
const maxSample = 20

/** What makes a port scan differ from a host sweep. */
export interface ScanShape<Group extends string | number, Member extends string | number> {
  detector: string
  anomaly_type: string
  /** Whether contacts like this one can be part of such a scan at all. */
  concerns(contact: Readonly<Contact>): boolean
  groupOf(contact: Readonly<Contact>): Group
  memberOf(contact: Readonly<Contact>): Member
  nameGroup(group: Group): string
  nameMember(member: Member): string
  /** First contacts without success that a scan must have, whatever the walk says. */
  minimum(contact: Readonly<Contact>, parameters: Parameters): number
  /** First contacts of unknown outcome, within the fallback's window, that make a scan; undefined: none do. */
  fallback(contact: Readonly<Contact>, parameters: Parameters): number | undefined
  describe(episode: Episode<ScanDetail>, rules: WalkRules): Description
}

/** What an episode is explained with. */
export interface ScanDetail {
  rule: 'walk' | 'fallback'
  /** At the moment it tipped: first contacts without success, the limit they had to reach, and the walk's likelihood ratio. */
  tipped: number
  minimum: number
  odds: number
  /** All the episode's first contacts, by outcome. */
  failures: number
  unknowns: number
  successes: number
  groups: DistinctValues
  groupCount: number
  members: DistinctValues
  /** Targets that answered. */
  answered: DistinctValues
}

export class ScanDetector<Group extends string | number, Member extends string | number> implements DetectorInstance {
  private readonly contacts = new FirstContacts<Group, Member>()
  private readonly episodes: EpisodeBook<ScanDetail>
  private readonly shape: ScanShape<Group, Member>
  private rules: WalkRules
  private parameters: Parameters

  constructor(shape: ScanShape<Group, Member>, parameters: Parameters) {
    this.shape = shape
    this.parameters = parameters
    this.rules = readWalkRules(parameters)
    this.episodes = new EpisodeBook({
      detector: shape.detector,
      anomaly_type: shape.anomaly_type,
      capacity: maxEpisodes,
      quiet: this.rules.quiet,
      describe: (episode) => shape.describe(episode, this.rules),
    })
  }

  configure(parameters: Parameters): void {
    this.parameters = parameters
    this.rules = readWalkRules(parameters)
    this.episodes.setQuiet(this.rules.quiet)
  }

  observe(record: TelemetryRecord, emit: Emit): void {
    const contact = readContact(record)
    if (contact.kind === 'none') return
    const { shape, rules } = this
    if (!shape.concerns(contact)) return
    const group = shape.groupOf(contact)
    const member = shape.memberOf(contact)
    if (contact.kind === 'reply') {
      this.contacts.answer(contact, group, member, rules)
      return
    }
    const walk = this.contacts.meet(contact, group, member, record, rules)
    if (walk !== undefined && this.judge(walk, contact)) this.report(walk, contact, record, emit)
  }

  tick(): void {}

  drain(emit: Emit): void {
    this.episodes.drain(emit)
  }

  snapshot(): unknown {
    return copyState({ contacts: this.contacts.snapshot(), episodes: this.episodes.snapshot() })
  }

  restore(state: unknown): void {
    const saved = state as { contacts: unknown; episodes: unknown }
    this.contacts.restore(saved.contacts)
    this.episodes.restore(saved.episodes)
  }

  stats(): { entities: number; evicted: number } {
    return { entities: this.contacts.size, evicted: this.contacts.evicted + this.episodes.evicted }
  }

  /** Whether the walk says scan; what it once said it keeps saying until it begins anew. */
  private judge(walk: Walk<Member>, contact: Readonly<Contact>): boolean {
    if (walk.verdict !== 'none') return true
    if (walk.position >= this.rules.limit && walk.failures >= this.shape.minimum(contact, this.parameters)) walk.verdict = 'walk'
    else {
      const fallback = this.shape.fallback(contact, this.parameters)
      if (fallback !== undefined && walk.recentUnknowns >= fallback) walk.verdict = 'fallback'
    }
    return walk.verdict !== 'none'
  }

  private report(walk: Walk<Member>, contact: Readonly<Contact>, record: TelemetryRecord, emit: Emit): void {
    const { source } = contact
    const isNew = walk.reported === 0
    const running = this.episodes.running(source, record.time)
    const detail = running?.detail ?? this.makeDetail(walk, contact)
    const weight = this.addToDetail(detail, walk, contact)
    if (weight <= 0) return
    if (running !== undefined) {
      this.episodes.grow(running, record, weight, emit, isNew)
      return
    }
    const tip = {
      key: source,
      entity: { kind: 'ip' as const, value: source },
      source: record.source,
      first_seen: isNew ? Math.min(walk.began, record.time) : record.time,
      last_seen: record.time,
      count: weight,
      evidence: isNew ? walk.seqs : [record.seq],
      detail,
    }
    this.episodes.begin(tip, emit)
  }

  private makeDetail(walk: Walk<Member>, contact: Readonly<Contact>): ScanDetail {
    const byWalk = walk.verdict === 'walk'
    return {
      rule: byWalk ? 'walk' : 'fallback',
      tipped: byWalk ? walk.failures : walk.recentUnknowns,
      minimum: byWalk
        ? this.shape.minimum(contact, this.parameters)
        : (this.shape.fallback(contact, this.parameters) ?? walk.recentUnknowns),
      // Bounded, because it may go on to figures that JSON has no word for.
      odds: Math.round(Math.exp(Math.min(walk.position, 30))),
      failures: 0,
      unknowns: 0,
      successes: 0,
      groups: makeDistinctValues(),
      groupCount: 0,
      members: makeDistinctValues(),
      answered: makeDistinctValues(),
    }
  }

  /** Returns how many first contacts were not in an observation yet. */
  private addToDetail(detail: ScanDetail, walk: Walk<Member>, contact: Readonly<Contact>): number {
    const { shape } = this
    const time = walk.last
    const total = walk.failures + walk.unknowns + walk.successes
    // Flows and firewall lines of the same scan have walks of their own: the clocks behind them are not the same.
    if (addDistinct(detail.groups, shape.nameGroup(shape.groupOf(contact)), time, maxSample)) detail.groupCount += 1
    const member = shape.memberOf(contact)
    if (walk.reported > 0) {
      const outcome = walk.known.get(member)
      if (outcome === 'success') detail.successes += 1
      else if (outcome === 'failure') detail.failures += 1
      else detail.unknowns += 1
      addDistinct(outcome === 'success' ? detail.answered : detail.members, shape.nameMember(member), time, maxSample)
    } else {
      detail.failures += walk.failures
      detail.unknowns += walk.unknowns
      detail.successes += walk.successes
      for (const [known, outcome] of walk.known) {
        addDistinct(outcome === 'success' ? detail.answered : detail.members, shape.nameMember(known), time, maxSample)
      }
    }
    const weight = total - walk.reported
    walk.reported = total
    return weight
  }
}
