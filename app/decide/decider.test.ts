import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maxEvidence } from '../model/observation.ts'
import { decide, redecide } from './decider.ts'
import { alertingFlag, blockingFlag, detectionFlag, familyFlag } from './flags.ts'
import { createDesk, eventOf, observe, profile } from './testing/desk.ts'

const hour = 3_600_000

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

test('each flag that is asked tells what it did; alerting and blocking are asked where the score reaches them', () => {
  const desk = createDesk({ [alertingFlag]: false })
  desk.send()
  expect(desk.effects).toEqual([
    [detectionFlag, 'let_through'],
    [familyFlag('SCAN'), 'let_through'],
    [alertingFlag, 'held_back'],
  ])
  desk.effects.length = 0
  desk.values[familyFlag('SCAN')] = false
  desk.send()
  expect(desk.effects).toEqual([
    [detectionFlag, 'let_through'],
    [familyFlag('SCAN'), 'held_back'],
  ])
  desk.effects.length = 0
  desk.profiles.set('port_scan', { ...profile, risk_score: 100 })
  desk.values[familyFlag('SCAN')] = true
  desk.values[blockingFlag] = true
  expect(eventOf(desk.send()).decision).toMatchObject({ should_block: true, should_alert: false, action_taken: 'block' })
  expect(desk.effects.slice(2)).toEqual([
    [alertingFlag, 'held_back'],
    [blockingFlag, 'let_through'],
  ])
})

test('a flag is asked about the entity, the source, and the tenant and user of the request', () => {
  const subjects: unknown[] = []
  const desk = createDesk({ [detectionFlag]: (subject) => subjects.push(subject) > 0 })
  const event = eventOf(desk.send({ source: 'web-1', application: { user_id: '7', tenant_id: 'acme', path: '/a' } }))
  expect(subjects).toEqual([{ entity: '203.0.113.7', source: 'web-1', tenant: 'acme', user: { id: '7', is_staff: false } }])
  expect(event).toMatchObject({ source: 'web-1', application: { user_id: '7', path: '/a' } })
})

test('an event keeps the newest request, and none of an older straggler', () => {
  const desk = createDesk()
  desk.send({ application: { path: '/a' } })
  expect(eventOf(desk.send({ last_seen: 3000, application: { path: '/b' } })).application).toEqual({ path: '/b' })
  expect(eventOf(desk.send({ last_seen: 2500, application: { path: '/c' } })).application).toEqual({ path: '/b' })
  expect(eventOf(desk.send({ last_seen: 4000 })).application).toEqual({ path: '/b' })
})

test('a report without metadata leaves what the event knows', () => {
  const desk = createDesk()
  desk.send({ metadata: { amount: 3 } })
  expect(eventOf(desk.send({ metadata: {} })).metadata).toEqual({ amount: 3 })
  expect(eventOf(desk.send({ metadata: { amount: 4 } })).metadata).toEqual({ amount: 4 })
})

test('what folds by episode alone joins no other event of its entity, and ends with a pause', () => {
  const desk = createDesk()
  const one = eventOf(desk.send({ episode: 'invoice 1', folding: 'episode' }))
  const two = eventOf(desk.send({ episode: 'invoice 2', folding: 'episode' }))
  expect(two.id).not.toBe(one.id)
  expect(desk.send({ episode: 'invoice 1', folding: 'episode' })).toMatchObject({ kind: 'updated', event: { id: one.id, count: 20 } })
  const later = desk.send({ episode: 'invoice 1', folding: 'episode', first_seen: 2001 + hour, last_seen: 2001 + hour })
  expect(later.kind).toBe('created')
  // What was kept back for long and is told late makes no event for each time it is told.
  const late = desk.send({ episode: 'invoice 1', folding: 'episode', first_seen: 0, last_seen: 0 })
  expect(late).toMatchObject({ kind: 'updated', event: { id: eventOf(later).id } })
})

test('a detector’s observation does not join what an application reported', () => {
  const desk = createDesk()
  desk.send({ detector: 'application', folding: 'episode', episode: 'a' })
  expect(desk.send({ episode: 'b' }).kind).toBe('created')
})

test('a decision is made anew by the profile and the flags of now, and the analyst’s work is left alone', () => {
  const desk = createDesk({ [blockingFlag]: true })
  const event = { ...eventOf(desk.send()), owner: 'ada', status: 'in_progress' } as const
  expect(redecide(event, { ...desk.context, now: 9000 })).toBe(event)
  desk.profiles.set('port_scan', { ...profile, title: 'Scan', risk_score: 100, severity: 'critical' })
  expect(redecide(event, { ...desk.context, now: 9000 })).toEqual({
    ...event,
    title: 'Scan',
    risk_score: 100,
    severity: 'critical',
    decision: {
      ...event.decision,
      risk_score: 100,
      severity: 'critical',
      should_step_up: true,
      should_block: true,
      action_taken: 'block',
    },
    updated_at: 9000,
    revision: event.revision + 1,
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

test('an episode whose first event is taken for its newest still gets a new id', () => {
  const desk = createDesk()
  const first = eventOf(desk.send())
  desk.resolve(first.id)
  const second = eventOf(desk.send())
  desk.resolve(second.id)
  const isKnown = (id: string) => desk.events.has(id)
  const third = decide(observe(), { ...desk.context, findEpisode: () => desk.events.get(first.id), isKnown })
  expect([first.id, second.id]).not.toContain(eventOf(third).id)
})
