import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SecurityEvent } from '../model/event.ts'
import { maxEvidence, type Observation } from '../model/observation.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import { decide, type DecideContext, type DecideResult } from './decider.ts'
import { alertingFlag, detectionFlag, familyFlag } from './flags.ts'

const hour = 3_600_000

const profile: RuleProfile = {
  anomaly_type: 'port_scan',
  title: 'Port scan',
  description: '',
  risk_score: 60,
  severity: 'high',
  category: 'network',
  techniques: [],
  parameters: {},
}

function observe(change: Partial<Observation> = {}): Observation {
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

/** The console's side: what `store` does for the decider, in memory. */
function createDesk(flags: Record<string, boolean | Error> = {}) {
  const events = new Map<string, SecurityEvent>()
  const episodes = new Map<string, string>()
  const keyOf = (type: string, entity: string, episode: string) => JSON.stringify([type, entity, episode])
  const keep = (event: SecurityEvent) => {
    events.set(event.id, event)
    episodes.set(keyOf(event.anomaly_type, event.entity.value, event.episode), event.id)
  }
  const values: Record<string, boolean | Error> = { [detectionFlag]: true, [alertingFlag]: true, ...flags }
  const failed: string[] = []
  const profiles = new Map([[profile.anomaly_type, profile]])
  const newest = (test: (event: SecurityEvent) => boolean) => [...events.values()].reverse().find(test)
  const context: DecideContext = {
    profiles,
    familyOf: ({ detector }) => (detector === 'scan' ? 'SCAN' : undefined),
    now: 5000,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    flags: {
      read(name: string) {
        const value = values[name]
        if (value instanceof Error) throw value
        return value
      },
    },
    findEpisode: (type, entity, episode) => events.get(episodes.get(keyOf(type, entity, episode)) ?? ''),
    findOpen: (type, entity) => newest((e) => e.anomaly_type === type && e.entity.value === entity && e.status !== 'resolved'),
    onFlagFailure: (name) => failed.push(name),
  }
  const send = (change: Partial<Observation> = {}): DecideResult => {
    const result = decide(observe(change), context)
    if (result.kind === 'created') {
      expect(events.has(result.event.id)).toBe(false)
      keep(result.event)
    } else if (result.kind === 'updated') keep(result.event)
    return result
  }
  const resolve = (id: string) => events.set(id, { ...events.get(id)!, status: 'resolved', verdict: 'benign' })
  return { events, failed, profiles, send, resolve, values }
}

function eventOf(result: DecideResult): SecurityEvent {
  if (result.kind === 'suppressed') throw new Error(result.reason)
  return result.event
}

test('the first observation of an episode makes an event, and an alert', () => {
  const result = createDesk().send({ metadata: { ports: [22, 23], session_token: 'x' } })
  expect(result).toMatchObject({
    kind: 'created',
    alert: true,
    event: {
      title: 'Port scan',
      status: 'new',
      severity: 'high',
      risk_score: 60,
      count: 10,
      first_seen: 1000,
      last_seen: 2000,
      created_at: 5000,
      revision: 1,
      metadata: { ports: [22, 23], session_token: '***' },
      decision: { should_alert: true, action_taken: 'alert', internal_message: '203.0.113.7 tried 10 ports' },
    },
  })
})

test('the rest of the episode folds into it, without another alert', () => {
  const desk = createDesk()
  const first = eventOf(desk.send())
  const result = desk.send({
    first_seen: 2500,
    last_seen: 3000,
    count: 5,
    score: 0.4,
    explanation: 'now 15 ports',
    evidence: [9],
    metadata: { ports: 15 },
  })
  expect(result).toMatchObject({ kind: 'updated', alert: false })
  expect(eventOf(result)).toMatchObject({
    id: first.id,
    count: 15,
    first_seen: 1000,
    last_seen: 3000,
    score: 0.5,
    explanation: 'now 15 ports',
    evidence: [1, 2, 3, 9],
    metadata: { ports: 15 },
    revision: 2,
  })
})

test('a straggler adds to the numbers and does not change the story', () => {
  const desk = createDesk()
  desk.send({ first_seen: 5000, last_seen: 6000 })
  expect(eventOf(desk.send({ first_seen: 100, last_seen: 200, explanation: 'old news' }))).toMatchObject({
    count: 20,
    first_seen: 100,
    last_seen: 6000,
    explanation: '203.0.113.7 tried 10 ports',
  })
})

test('a new episode within the hour belongs to the open event, a later one is an event of its own', () => {
  const desk = createDesk()
  const first = eventOf(desk.send())
  expect(eventOf(desk.send({ episode: 'e2', first_seen: 2000 + hour, last_seen: 3000 + hour })).id).toBe(first.id)
  const later = desk.send({ episode: 'e3', first_seen: 3001 + 2 * hour, last_seen: 3001 + 2 * hour })
  expect(later.kind).toBe('created')
  expect(eventOf(later).id).not.toBe(first.id)
})

test('another entity or type is another event', () => {
  const desk = createDesk()
  desk.send()
  expect(desk.send({ entity: { kind: 'ip', value: '203.0.113.8' } }).kind).toBe('created')
  expect(desk.send({ anomaly_type: 'host_sweep' }).kind).toBe('created')
  expect(desk.events.size).toBe(3)
})

test('what goes on after its event was resolved is a new event, time and again', () => {
  const desk = createDesk()
  const ids = new Set<string>()
  for (let round = 0; round < 4; round += 1) {
    const result = desk.send()
    expect(result.kind).toBe('created')
    expect(desk.send({ count: 1 }).kind).toBe('updated')
    ids.add(eventOf(result).id)
    desk.resolve(eventOf(result).id)
  }
  expect(ids.size).toBe(4)
  expect([...desk.events.values()].every((event) => event.status === 'resolved' && event.count === 11)).toBe(true)
})

test('of two episodes in one event, each goes on in a new one after it was resolved', () => {
  const desk = createDesk()
  const first = eventOf(desk.send({ episode: 'a' }))
  expect(eventOf(desk.send({ episode: 'b', first_seen: 3000, last_seen: 4000 })).id).toBe(first.id)
  desk.resolve(first.id)
  const next = desk.send({ episode: 'a', first_seen: 5000, last_seen: 6000 })
  expect(next.kind).toBe('created')
  expect(eventOf(desk.send({ episode: 'b', first_seen: 5000, last_seen: 6000 })).id).toBe(eventOf(next).id)
  expect(desk.send({ episode: 'b', first_seen: 9 * hour, last_seen: 9 * hour }).kind).toBe('updated')
})

test('folding leaves the analyst’s work alone', () => {
  const desk = createDesk()
  const { id } = eventOf(desk.send())
  desk.events.set(id, { ...desk.events.get(id)!, status: 'in_progress', owner: 'ada' })
  expect(eventOf(desk.send())).toMatchObject({ status: 'in_progress', owner: 'ada' })
})

test('it alerts again when the severity has risen, and only then', () => {
  const desk = createDesk()
  desk.send()
  desk.profiles.set('port_scan', { ...profile, severity: 'critical', risk_score: 85 })
  expect(desk.send()).toMatchObject({ kind: 'updated', alert: true })
  expect(desk.send()).toMatchObject({ kind: 'updated', alert: false })
  desk.profiles.set('port_scan', { ...profile, severity: 'low', risk_score: 85 })
  expect(desk.send()).toMatchObject({ kind: 'updated', alert: false })
})

test('flags suppress with their reason; a family is on until it is switched off', () => {
  expect(createDesk({ [detectionFlag]: false }).send()).toEqual({ kind: 'suppressed', reason: 'detection_disabled' })
  expect(createDesk({ [familyFlag('SCAN')]: false }).send()).toEqual({ kind: 'suppressed', reason: 'family_disabled' })
  expect(createDesk({ [alertingFlag]: false }).send()).toMatchObject({ kind: 'created', alert: false })
})

test('a flag that cannot be read has its safe default and is counted', () => {
  const broken = new Error('provider is down')
  const off = createDesk({ [detectionFlag]: broken })
  expect(off.send()).toEqual({ kind: 'suppressed', reason: 'detection_disabled' })
  expect(off.failed).toEqual([detectionFlag])
  const on = createDesk({ [familyFlag('SCAN')]: broken, [alertingFlag]: broken })
  expect(on.send()).toMatchObject({ kind: 'created', alert: false })
  expect(on.failed).toEqual([familyFlag('SCAN'), alertingFlag])
})

test('an unknown type has the fallback profile', () => {
  expect(eventOf(createDesk().send({ anomaly_type: 'odd_thing' }))).toMatchObject({
    title: 'Odd thing',
    risk_score: 30,
    severity: 'medium',
    category: 'request',
    decision: { action_taken: 'log' },
  })
})

test('whatever is observed, evidence is bounded, sorted and unique, and nothing counted is lost', () => {
  const observation = fc.record({
    episode: fc.constantFrom('a', 'b'),
    first_seen: fc.nat(10_000_000),
    count: fc.nat(100),
    evidence: fc.array(fc.nat(500), { maxLength: maxEvidence }),
  })
  fc.assert(
    fc.property(fc.array(observation, { maxLength: 12 }), fc.array(fc.nat(11), { maxLength: 4 }), (observations, resolveAt) => {
      const desk = createDesk()
      observations.forEach((change, index) => {
        const { id } = eventOf(desk.send({ ...change, last_seen: change.first_seen + 1000 }))
        if (resolveAt.includes(index)) desk.resolve(id)
      })
      const events = [...desk.events.values()]
      expect(events.reduce((sum, event) => sum + event.count, 0)).toBe(observations.reduce((sum, o) => sum + o.count, 0))
      for (const { evidence, first_seen, last_seen } of events) {
        expect(evidence.length).toBeLessThanOrEqual(maxEvidence)
        expect(evidence).toEqual([...new Set(evidence)].sort((a, b) => a - b))
        expect(first_seen).toBeLessThan(last_seen)
      }
    }),
  )
})
