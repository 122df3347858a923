import { describe, expect, test } from 'vitest'
import type { SecurityEvent } from '../model/event.ts'
import type { Observation } from '../model/observation.ts'
import { ruleProfileSchema, type RuleProfile } from '../model/rule-profile.ts'
import { decide, type DecideContext } from './decider.ts'

const profile: RuleProfile = ruleProfileSchema.parse({
  anomaly_type: 'port_scan',
  title: 'Port scan',
  description: 'many ports',
  risk_score: 60,
  severity: 'high',
  category: 'network',
  techniques: [],
  parameters: {},
})

function observe(changes: Partial<Observation> = {}): Observation {
  return {
    detector: 'port-scan',
    anomaly_type: 'port_scan',
    entity: { kind: 'ip', value: '203.0.113.7' },
    episode: '1000',
    score: 0.9,
    first_seen: 1000,
    last_seen: 2000,
    count: 12,
    explanation: '12 ports in 1 s',
    reasons: [],
    evidence: [1, 2, 3],
    metadata: { ports: [22, 80], session_token: 'abc' },
    ...changes,
  }
}

/** Events kept as the console keeps them. */
function makeDesk(flags: Record<string, boolean> = { ANOMALY_DETECTION_ENABLED: true, ANOMALY_ALERTING_ENABLED: true }) {
  const events = new Map<string, SecurityEvent>()
  const find = (match: (event: SecurityEvent) => boolean) => [...events.values()].reverse().find(match)
  const context: DecideContext = {
    profiles: new Map([[profile.anomaly_type, profile]]),
    flags: { read: (name) => flags[name] },
    families: new Map([['port-scan', 'SCANNING']]),
    now: 5000,
    findEpisode: (type, entity, episode) => find((e) => e.anomaly_type === type && e.entity.value === entity && e.episode === episode),
    findOpen: (type, entity) => find((e) => e.anomaly_type === type && e.entity.value === entity && e.status !== 'resolved'),
  }
  const run = (observation: Observation) => {
    const result = decide(observation, context)
    if (result.kind !== 'suppressed') events.set(result.event.id, result.event)
    return result
  }
  return { events, context, run }
}

test('one episode is one event whose count grows, alerted once', () => {
  const { events, run } = makeDesk()
  expect(run(observe())).toMatchObject({ kind: 'created', alert: true, event: { count: 12, status: 'new', severity: 'high' } })
  const again = run(observe({ count: 8, last_seen: 3000, evidence: [3, 4], explanation: '20 ports in 2 s' }))
  expect(again).toMatchObject({ kind: 'updated', alert: false })
  expect([...events.values()]).toMatchObject([
    { count: 20, first_seen: 1000, last_seen: 3000, evidence: [1, 2, 3, 4], explanation: '20 ports in 2 s', revision: 2 },
  ])
})

test('a new episode within the hour is the same open event; later, or after it was resolved, another', () => {
  const { events, run } = makeDesk()
  run(observe())
  run(observe({ episode: '60000', first_seen: 60_000, last_seen: 61_000 }))
  expect(events.size).toBe(1)
  run(observe({ episode: '9000000', first_seen: 9_000_000, last_seen: 9_001_000 }))
  expect(events.size).toBe(2)
  for (const [id, event] of events) events.set(id, { ...event, status: 'resolved' })
  run(observe({ episode: '9100000', first_seen: 9_100_000, last_seen: 9_101_000 }))
  expect(events.size).toBe(3)
})

test('a resolved event is not reopened by what its own episode still brings', () => {
  const { events, run } = makeDesk()
  run(observe())
  for (const [id, event] of events) events.set(id, { ...event, status: 'resolved', verdict: 'benign' })
  run(observe({ count: 3 }))
  expect([...events.values()]).toMatchObject([{ status: 'resolved', verdict: 'benign', count: 15 }])
})

describe('flags', () => {
  test('detection is off until switched on', () => {
    expect(makeDesk({}).run(observe())).toEqual({ kind: 'suppressed', reason: 'detection_disabled' })
  })
  test('a family is on once detection is on, and can be switched off', () => {
    expect(makeDesk({ ANOMALY_DETECTION_ENABLED: true }).run(observe())).toMatchObject({ kind: 'created', alert: false })
    const off = makeDesk({ ANOMALY_DETECTION_ENABLED: true, ANOMALY_RULE_SCANNING_ENABLED: false })
    expect(off.run(observe())).toEqual({ kind: 'suppressed', reason: 'family_disabled' })
  })
  test('a flag that cannot be read falls back to its safe default and is reported', () => {
    const { context } = makeDesk()
    const failed: string[] = []
    const flags = {
      read: (): boolean => {
        throw new Error('no provider')
      },
    }
    const result = decide(observe(), { ...context, flags, onFlagFailure: (name) => failed.push(name) })
    expect(result).toEqual({ kind: 'suppressed', reason: 'detection_disabled' })
    expect(failed).toEqual(['ANOMALY_DETECTION_ENABLED'])
  })
})

test('an anomaly type without a profile gets the fallback', () => {
  const result = makeDesk().run(observe({ anomaly_type: 'never_heard_of' }))
  expect(result).toMatchObject({
    kind: 'created',
    event: { risk_score: 30, severity: 'medium', category: 'request', title: 'never heard of' },
  })
})

test('the same observation gives the same id wherever it is decided, and another entity another', () => {
  const one = makeDesk().run(observe())
  const two = makeDesk().run(observe())
  const other = makeDesk().run(observe({ entity: { kind: 'ip', value: '203.0.113.8' } }))
  const id = (result: typeof one) => (result.kind === 'suppressed' ? '' : result.event.id)
  expect(id(one)).toMatch(/^[0-9a-f]{16}$/)
  expect(id(one)).toBe(id(two))
  expect(id(other)).not.toBe(id(one))
})

test('metadata under a sensitive key is masked in the event and its decision', () => {
  const result = makeDesk().run(observe())
  expect(result).toMatchObject({
    event: { metadata: { ports: [22, 80], session_token: '***' }, decision: { metadata: { session_token: '***' } } },
  })
})
