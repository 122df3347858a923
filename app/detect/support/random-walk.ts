import type { Parameters } from '../detector.ts'
import type { ParameterDefinition } from '../../model/rule-profile.ts'
import type { Outcome } from './contact.ts'

/**
 * Threshold random walk (Jung, Paxson, Berger, Balakrishnan: "Fast Portscan Detection Using Sequential Hypothesis Testing", IEEE
 * S&P 2004). A benign source's first contacts succeed with probability θ0, a scanner's with θ1; the walk is the logarithm of the
 * likelihood ratio of the two. It never falls below 0 (Schechter, Jung, Berger: "Fast Detection of Scanning Worm Infections", RAID
 * 2004), so that a long innocent past is no credit for a host that is taken over.
 */
export interface WalkRules {
  up: number
  down: number
  /** ln η1 = ln(β / α): where the walk says scan. */
  limit: number
  /** A walk that meets no new target for so long begins anew. Milliseconds. */
  quiet: number
  /** Contacts whose outcome nobody can tell count apart, within so many milliseconds. */
  fallbackWindow: number
}

export const walkParameters: readonly ParameterDefinition[] = [
  {
    name: 'benign_success',
    description: 'How often a benign host’s first contact with a target succeeds (θ0 of the paper)',
    unit: 'probability',
    default: 0.8,
    minimum: 0.5,
    maximum: 0.99,
  },
  {
    name: 'scan_success',
    description: 'How often a scanner’s first contact with a target succeeds (θ1 of the paper)',
    unit: 'probability',
    default: 0.2,
    minimum: 0.01,
    maximum: 0.45,
  },
  {
    name: 'false_alarm',
    description: 'Chance of taking a benign host for a scanner that is accepted (α of the paper)',
    unit: 'probability',
    default: 0.00001,
    minimum: 0.000000001,
    maximum: 0.01,
  },
  {
    name: 'detection',
    description: 'Chance of detecting a scanner that is asked for (β of the paper)',
    unit: 'probability',
    default: 0.99,
    minimum: 0.5,
    maximum: 0.9999,
  },
  {
    name: 'quiet',
    description: 'A source that meets no new target for so long, by event time, is judged anew',
    unit: 'seconds',
    default: 3600,
    minimum: 60,
    maximum: 86_400,
  },
  {
    name: 'fallback_window',
    description: 'Window for targets whose answer cannot be known (UDP, ping, flows without TCP flags, sampled flows)',
    unit: 'seconds',
    default: 60,
    minimum: 5,
    maximum: 3600,
  },
]

export function readWalkRules(parameters: Parameters): WalkRules {
  const benign = parameters['benign_success']!
  const scan = parameters['scan_success']!
  return {
    up: Math.log((1 - scan) / (1 - benign)),
    down: Math.log(scan / benign),
    limit: Math.log(parameters['detection']! / parameters['false_alarm']!),
    quiet: parameters['quiet']! * 1000,
    fallbackWindow: parameters['fallback_window']! * 1000,
  }
}

const maxSeqs = 50

/** One source's first contacts with the members of one group: the ports of a host, or the hosts with a port. Plain data but for `known`. */
export interface Walk<Member> {
  /** What became of each member, oldest first. */
  known: Map<Member, Outcome>
  /** Of the stretch being judged: where the walk stands, its first contacts by outcome, from when to when. */
  position: number
  failures: number
  successes: number
  unknowns: number
  began: number
  last: number
  /** Unknown outcomes within the fallback's window, and when that began. */
  recentUnknowns: number
  recentBegan: number
  /** `seq` of the stretch's first contacts that did not succeed: the first ones. */
  seqs: number[]
  /** Which rule said scan, if one did. */
  verdict: 'none' | 'walk' | 'fallback'
  /** First contacts that an observation already counts. */
  reported: number
}

export function makeWalk<Member>(time: number): Walk<Member> {
  return {
    known: new Map(),
    position: 0,
    failures: 0,
    successes: 0,
    unknowns: 0,
    began: time,
    last: time,
    recentUnknowns: 0,
    recentBegan: time,
    seqs: [],
    verdict: 'none',
    reported: 0,
  }
}

/** Takes in a first contact. */
export function step<Member>(walk: Walk<Member>, member: Member, outcome: Outcome, seq: number, time: number, rules: WalkRules): void {
  if (isStale(walk, time, rules)) restartWalk(walk, time)
  walk.known.set(member, outcome)
  if (time > walk.last) walk.last = time
  if (outcome === 'success') {
    succeed(walk, time, rules)
    return
  }
  if (walk.position === 0 && walk.recentUnknowns === 0) walk.began = time
  else if (time < walk.began) walk.began = time
  if (outcome === 'failure') {
    walk.failures += 1
    walk.position += rules.up
  } else {
    if (Math.abs(time - walk.recentBegan) > rules.fallbackWindow && walk.verdict !== 'fallback') {
      if (walk.position === 0) clearStretch(walk, time)
      walk.recentUnknowns = 0
      walk.recentBegan = time
    }
    walk.unknowns += 1
    walk.recentUnknowns += 1
  }
  if (walk.seqs.length < maxSeqs) walk.seqs.push(seq)
}

/** What became of a contact whose outcome was open. */
export function learnOutcome<Member>(walk: Walk<Member>, member: Member, outcome: Outcome, rules: WalkRules): void {
  if (outcome === 'unknown' || walk.known.get(member) !== 'unknown') return
  walk.known.set(member, outcome)
  walk.unknowns = Math.max(0, walk.unknowns - 1)
  walk.recentUnknowns = Math.max(0, walk.recentUnknowns - 1)
  if (outcome === 'success') {
    succeed(walk, walk.last, rules)
    return
  }
  walk.failures += 1
  walk.position += rules.up
}

/** Nothing is left that speaks against the source. */
export function isClean<Member>(walk: Walk<Member>): boolean {
  return walk.position === 0 && walk.recentUnknowns === 0 && walk.verdict === 'none'
}

/** The source has met nothing of this group that did not succeed for so long that it is judged anew. */
export function isStale<Member>(walk: Walk<Member>, time: number, rules: WalkRules): boolean {
  return Math.abs(time - walk.last) > rules.quiet
}

function succeed<Member>(walk: Walk<Member>, time: number, rules: WalkRules): void {
  walk.successes += 1
  walk.position += rules.down
  if (walk.position > 0) return
  walk.position = 0
  if (isClean(walk)) clearStretch(walk, time)
}

/** What failed before may be met again, and counts again then; what answered stays known. */
function restartWalk<Member>(walk: Walk<Member>, time: number): void {
  for (const [member, outcome] of walk.known) if (outcome !== 'success') walk.known.delete(member)
  clearStretch(walk, time)
  walk.position = 0
  walk.recentUnknowns = 0
  walk.recentBegan = time
  walk.verdict = 'none'
  walk.last = time
}

function clearStretch<Member>(walk: Walk<Member>, time: number): void {
  walk.failures = 0
  walk.successes = 0
  walk.unknowns = 0
  walk.began = time
  walk.seqs = []
  walk.reported = 0
}
