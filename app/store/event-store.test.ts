import { afterEach, beforeEach, expect, test } from 'vitest'
import fc from 'fast-check'
import type { SecurityEvent } from '../model/event.ts'
import { statuses } from '../model/event.ts'
import type { EventQuery } from '../model/query.ts'
import { severities } from '../model/severity.ts'
import { openConsoleStore } from './index.ts'
import { sampleEvent } from './events-for-tests.ts'
import type { ConsoleStore } from './store.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let directory: string
let store: ConsoleStore

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vedette-events-'))
  const opened = openConsoleStore(join(directory, 'console.db'))
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  store = opened.store
})
afterEach(() => {
  store.close()
  rmSync(directory, { recursive: true, force: true })
})

function insert(...events: SecurityEvent[]): void {
  store.applyObservations(1, (writer) => {
    for (const event of events) writer.insert(event)
  })
}

function walk(query: EventQuery, limit: number): string[] {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = store.searchEvents(query, { cursor, limit })
    expect(page.events.length).toBeLessThanOrEqual(limit)
    ids.push(...page.events.map(({ id }) => id))
    cursor = page.next
  } while (cursor !== undefined)
  return ids
}

test('the queue shows open before resolved, then the gravest, the riskiest, the longest waiting', () => {
  insert(
    sampleEvent(1, { status: 'resolved', verdict: 'benign', severity: 'critical', risk_score: 100 }),
    sampleEvent(2, { severity: 'high', risk_score: 60 }),
    sampleEvent(3, { severity: 'high', risk_score: 90 }),
    sampleEvent(4, { severity: 'critical', risk_score: 10, first_seen: 2_000_000_000_000 }),
    sampleEvent(5, { severity: 'critical', risk_score: 10, first_seen: 1_000_000_000_000 }),
  )
  expect(walk({}, 2)).toEqual(['event-000005', 'event-000004', 'event-000003', 'event-000002', 'event-000001'])
})

/** What a query means, without SQL. */
function matches(event: SecurityEvent, asked: EventQuery): boolean {
  const { tenant_id, user_id } = event.application ?? {}
  const { verdict } = event
  return (
    (asked.from === undefined || event.last_seen >= asked.from) &&
    (asked.to === undefined || event.first_seen < asked.to) &&
    (asked.statuses?.includes(event.status) ?? true) &&
    (asked.resolved === undefined || (event.status === 'resolved') === asked.resolved) &&
    (asked.severities?.includes(event.severity) ?? true) &&
    (asked.categories?.includes(event.category) ?? true) &&
    (asked.verdicts === undefined || (verdict !== undefined && asked.verdicts.includes(verdict))) &&
    (asked.anomaly_types?.includes(event.anomaly_type) ?? true) &&
    !asked.excluded_anomaly_types?.includes(event.anomaly_type) &&
    (asked.owner === undefined || event.owner === asked.owner) &&
    (asked.entity === undefined || event.entity.value === asked.entity) &&
    !asked.excluded_entities?.includes(event.entity.value) &&
    (asked.tenant_id === undefined || tenant_id === asked.tenant_id) &&
    (asked.user_id === undefined || user_id === asked.user_id)
  )
}

const some = <Value>(...values: Value[]) => fc.subarray(values)
const anyQuery = fc.record(
  {
    from: fc.integer({ min: 0, max: 12_000 }),
    to: fc.integer({ min: 0, max: 12_000 }),
    statuses: some(...statuses),
    resolved: fc.boolean(),
    severities: some(...severities),
    categories: some('network', 'system', 'business'),
    verdicts: some('benign', 'true_positive', 'test'),
    anomaly_types: some('port_scan', 'beacon'),
    excluded_anomaly_types: some('port_scan', 'beacon'),
    owner: fc.constantFrom('ana', 'nobody'),
    entity: fc.constantFrom('10.0.0.1', '10.0.0.3'),
    excluded_entities: some('10.0.0.1', '10.0.0.2'),
    tenant_id: fc.constantFrom('acme', 'nobody'),
    user_id: fc.constantFrom('7', '8'),
    sort: fc.constantFrom('priority', 'last_seen', 'first_seen', 'risk_score', 'count'),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<EventQuery>

test('every sort and filter gives what a plain filter of the events gives, page by page', () => {
  const made = fc.record({
    status: fc.constantFrom(...statuses),
    verdict: fc.option(fc.constantFrom('benign' as const, 'test' as const), { nil: undefined }),
    severity: fc.constantFrom(...severities),
    category: fc.constantFrom('network' as const, 'business' as const),
    application: fc.option(
      fc.record({ tenant_id: fc.constantFrom('acme', 'umbra'), user_id: fc.constantFrom('7', '9') }, { requiredKeys: [] }),
      { nil: undefined },
    ),
    risk_score: fc.nat(100),
    count: fc.nat(20),
    anomaly_type: fc.constantFrom('port_scan', 'beacon'),
    owner: fc.option(fc.constantFrom('ana', 'ben'), { nil: undefined }),
    first_seen: fc.integer({ min: 1_000, max: 9_000 }),
    length: fc.nat(3_000),
  })
  let round = 0
  fc.assert(
    fc.property(fc.array(made, { minLength: 1, maxLength: 12 }), anyQuery, fc.integer({ min: 1, max: 5 }), (events, asked, limit) => {
      round += 1
      const kept = events.map(({ length, ...event }, i) =>
        sampleEvent(i, {
          ...event,
          id: `${round}-${i}`,
          episode: `${round}-${i}`,
          detector: `round-${round}`,
          last_seen: event.first_seen + length,
        }),
      )
      insert(...kept)
      const expected = kept.filter((event) => matches(event, asked))
      const mine = walk(asked, limit).filter((id) => id.startsWith(`${round}-`))
      expect([...mine].sort()).toEqual(expected.map(({ id }) => id).sort())
      const column = asked.sort ?? 'priority'
      if (column !== 'priority') {
        const values = mine.map((id) => Number(store.getEvent(id)?.[column]))
        expect(values).toEqual([...values].sort((a, b) => b - a))
      }
    }),
    { numRuns: 60 },
  )
})

test('a search through many events finds what a plain filter finds, whichever index is the narrowest', () => {
  const many = Array.from({ length: 5000 }, (_, n) =>
    sampleEvent(n, {
      status: n % 3 === 0 ? 'resolved' : 'new',
      ...(n % 3 === 0 ? { verdict: n % 600 === 0 ? 'test' : 'benign' } : {}),
      anomaly_type: n % 500 === 0 ? 'beacon' : 'port_scan',
      category: n % 2 === 0 ? 'network' : 'system',
      severity: severities[n % 4]!,
      first_seen: 1000 + n,
      last_seen: 1000 + n + (n % 7) * 100,
      ...(n % 5 === 0 ? { application: { tenant_id: n % 10 === 0 ? 'acme' : 'umbra', user_id: String(n % 50) } } : {}),
      ...(n % 900 === 0 ? { owner: 'ana' } : {}),
    }),
  )
  insert(...many)
  fc.assert(
    fc.property(anyQuery, (asked) => {
      const expected = many.filter((event) => matches(event, asked))
      const page = store.searchEvents(asked, { limit: 1000 })
      expect(page.total).toBe(expected.length)
      expect(page.counts).toEqual(store.countEvents({ ...asked, statuses: undefined, resolved: undefined }))
      expect(walk(asked, 1000).sort()).toEqual(expected.map(({ id }) => id).sort())
      const counted = store.eventHistogram(asked, 1000).flatMap(({ counts }) => Object.values(counts))
      expect(counted.reduce((sum, count) => sum + count, 0)).toBe(expected.length)
    }),
    { numRuns: 40 },
  )
})

test('a lean page leaves out what only the event’s own page shows', () => {
  const application = { tenant_id: 'acme', path: '/invoices/7', masked_payload: { total: 5 } }
  insert(sampleEvent(1, { application, source: 'api' }), sampleEvent(2))
  const { decision } = sampleEvent(1)
  expect(store.searchEvents({ tenant_id: 'acme' }, { limit: 5, lean: true }).events).toEqual([
    sampleEvent(1, {
      reasons: [],
      evidence: [],
      metadata: {},
      decision: { ...decision, metadata: {} },
      application: { tenant_id: 'acme', path: '/invoices/7' },
      source: 'api',
    }),
  ])
  expect(store.getEvent('event-000001')).toEqual(sampleEvent(1, { application, source: 'api' }))
})

test('totals and counts by status agree with the page', () => {
  insert(sampleEvent(1), sampleEvent(2, { status: 'acknowledged' }), sampleEvent(3, { status: 'resolved', verdict: 'test' }))
  expect(store.searchEvents({ statuses: ['new', 'acknowledged'] }, { limit: 1 })).toMatchObject({ total: 2, next: expect.any(String) })
  expect(store.countEvents({})).toEqual({ new: 1, acknowledged: 1, in_progress: 0, resolved: 1 })
  expect(store.searchEvents({}, { limit: 10, cursor: 'rubbish' }).events).toHaveLength(3)
})

test('text finds title, entity and explanation by the beginnings of words, and takes any input', () => {
  insert(sampleEvent(1, { explanation: 'Straße web-17 failed 31 logins' }), sampleEvent(2, { title: 'Beacon', explanation: 'regular' }))
  const found = (text: string) => store.searchEvents({ text }, { limit: 10 }).events.map(({ id }) => id)
  expect(found('WEB-17')).toEqual(['event-000001'])
  expect(found('log fail')).toEqual(['event-000001'])
  expect(found('10.0.0.2')).toEqual(['event-000002'])
  expect(found('beacon')).toEqual(['event-000002'])
  expect(found('absent')).toEqual([])
  for (const text of ['"', 'a" OR "b', '*', 'NOT', '(', 'title:x', '^', '-']) expect(() => found(text)).not.toThrow()
  store.applyObservations(2, (events) => events.update(sampleEvent(2, { title: 'Beacon', explanation: 'every 60 s to a new place' })))
  expect(found('place')).toEqual(['event-000002'])
  expect(found('regular')).toEqual([])
})

test('similar events are of the same type or entity, newest first, without the event itself', () => {
  insert(
    sampleEvent(1),
    sampleEvent(2, { anomaly_type: 'beacon', entity: { kind: 'ip', value: '10.0.0.1' } }),
    sampleEvent(3),
    sampleEvent(4, { anomaly_type: 'beacon', entity: { kind: 'ip', value: '192.0.2.9' } }),
  )
  expect(store.similarEvents('event-000001', 10).map(({ id }) => id)).toEqual(['event-000003', 'event-000002'])
  expect(store.similarEvents('event-000001', 1)).toHaveLength(1)
  expect(store.similarEvents('none', 5)).toEqual([])
})

test('the histogram counts by when events began and by severity', () => {
  insert(sampleEvent(1, { first_seen: 100, last_seen: 900, severity: 'high' }), sampleEvent(2, { first_seen: 1100, last_seen: 1200 }))
  expect(store.eventHistogram({}, 1000)).toEqual([
    { time: 0, counts: { high: 1 } },
    { time: 1000, counts: { medium: 1 } },
  ])
  expect(store.eventHistogram({ from: 500 }, 200)[0]).toEqual({ time: 400, counts: { high: 1 } })
})
