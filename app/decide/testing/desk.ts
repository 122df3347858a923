import { createHash } from 'node:crypto'
import type { SecurityEvent } from '../../model/event.ts'
import type { FlagSubject } from '../../model/flag.ts'
import type { Observation } from '../../model/observation.ts'
import type { RuleProfile } from '../../model/rule-profile.ts'
import { decide, type DecideContext, type DecideResult } from '../decider.ts'
import { createFamilyOf } from '../families.ts'
import { alertingFlag, detectionFlag } from '../flags.ts'
import { defaultProfiles } from '../profiles.ts'

export const profile: RuleProfile = {
  anomaly_type: 'port_scan',
  title: 'Port scan',
  description: '',
  risk_score: 60,
  severity: 'high',
  category: 'network',
  techniques: [],
  parameters: {},
}

export function observe(change: Partial<Observation> = {}): Observation {
  return {
    detector: 'scan',
    anomaly_type: 'port_scan',
    entity: { kind: 'ip', value: '203.0.113.7' },
    episode: 'e1',
    score: 0.5,
    first_seen: 1000,
    last_seen: 2000,
    count: 10,
    explanation: '203.0.113.7 tried 10 ports',
    reasons: [],
    evidence: [1, 2, 3],
    metadata: {},
    ...change,
  }
}

type FlagValue = boolean | Error | ((subject: FlagSubject) => boolean)

/** The console's side: what `store` does for the decider, in memory. */
export function createDesk(flags: Record<string, FlagValue> = {}) {
  const events = new Map<string, SecurityEvent>()
  const episodes = new Map<string, string>()
  const keyOf = (type: string, entity: string, episode: string) => JSON.stringify([type, entity, episode])
  const keep = (event: SecurityEvent) => {
    events.set(event.id, event)
    episodes.set(keyOf(event.anomaly_type, event.entity.value, event.episode), event.id)
  }
  const values: Record<string, FlagValue> = { [detectionFlag]: true, [alertingFlag]: true, ...flags }
  const failed: string[] = []
  const profiles = defaultProfiles([]).set(profile.anomaly_type, profile)
  const effects: [flag: string, outcome: string][] = []
  const newest = (test: (event: SecurityEvent) => boolean) => [...events.values()].reverse().find(test)
  const context: DecideContext = {
    profiles,
    familyOf: createFamilyOf([{ name: 'scan', family: 'SCAN', anomaly_types: [] }]),
    now: 5000,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    flags: {
      read(name, subject) {
        const value = values[name]
        if (value instanceof Error) throw value
        return typeof value === 'function' ? value(subject) : value
      },
    },
    findEpisode: (type, entity, episode) => events.get(episodes.get(keyOf(type, entity, episode)) ?? ''),
    findOpen: (type, entity) => newest((e) => e.anomaly_type === type && e.entity.value === entity && e.status !== 'resolved'),
    onFlagFailure: (name) => failed.push(name),
    onFlag: (name, outcome) => effects.push([name, outcome]),
  }
  const send = (change: Partial<Observation> = {}): DecideResult => {
    const result = decide(observe(change), context)
    if (result.kind === 'created') {
      if (events.has(result.event.id)) throw new Error('an event of that id is there already')
      keep(result.event)
    } else if (result.kind === 'updated') keep(result.event)
    return result
  }
  const resolve = (id: string) => events.set(id, { ...events.get(id)!, status: 'resolved', verdict: 'benign' })
  return { context, effects, events, failed, profiles, send, resolve, values }
}

export function eventOf(result: DecideResult): SecurityEvent {
  if (result.kind === 'suppressed') throw new Error(result.reason)
  return result.event
}
