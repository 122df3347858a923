import { expect, test } from 'vitest'
import { useConsole } from './console-for-tests.ts'
import { sampleEvent } from './events-for-tests.ts'

const console = useConsole()
const day = 86_400_000
const now = 1_760_000_000_000

test('a rule’s events are counted by day, by state and by verdict', () => {
  const { store } = console
  const verdicts = ['true_positive', 'benign', 'false_positive_logic', 'false_positive_data', 'duplicate', 'test'] as const
  store.applyObservations(1, (events) => {
    verdicts.forEach((verdict, n) => events.insert(sampleEvent(n, { status: 'resolved', verdict, first_seen: now - day, last_seen: now })))
    events.insert(sampleEvent(10, { status: 'in_progress', first_seen: now - 6 * day, last_seen: now - 6 * day }))
    events.insert(sampleEvent(11, { first_seen: now - 8 * day, last_seen: now + 5 }))
    events.insert(sampleEvent(12, { anomaly_type: 'beacon', first_seen: now - 9 * day, last_seen: now - 9 * day }))
  })
  expect(store.ruleCounts(now)).toEqual([
    { anomaly_type: 'beacon', events_per_day: 0, open: 1, true_positive: 0, benign: 0, false_positive: 0, last_fired: now - 9 * day },
    { anomaly_type: 'port_scan', events_per_day: 1, open: 2, true_positive: 1, benign: 1, false_positive: 2, last_fired: now + 5 },
  ])
})

test('events of some types in a time are outlined in the order they began, with their verdicts', () => {
  const { store } = console
  store.applyObservations(1, (events) => {
    events.insert(sampleEvent(1, { first_seen: 500, last_seen: 900, status: 'resolved', verdict: 'true_positive' }))
    events.insert(sampleEvent(2, { first_seen: 100, last_seen: 600 }))
    events.insert(sampleEvent(3, { first_seen: 100, last_seen: 400 }))
    events.insert(sampleEvent(4, { first_seen: 1000, last_seen: 1100 }))
    events.insert(sampleEvent(5, { first_seen: 600, last_seen: 700, anomaly_type: 'beacon' }))
  })
  const found = store.outlineEvents(['port_scan', 'other'], { from: 500, to: 1000 })
  expect(found.map(({ id }) => id)).toEqual(['event-000002', 'event-000001'])
  expect(found[1]).toMatchObject({ verdict: 'true_positive', status: 'resolved', entity: { kind: 'ip', value: '10.0.0.1' }, count: 1 })
  expect(found[0]).not.toHaveProperty('verdict')
  expect(store.outlineEvents([], { from: 0, to: 1000 })).toEqual([])
})
