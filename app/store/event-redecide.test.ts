import { expect, test } from 'vitest'
import type { SecurityEvent } from '../model/event.ts'
import { useConsole } from './console-for-tests.ts'
import { sampleEvent } from './events-for-tests.ts'

const console = useConsole()
const context = { who: 'ana', at: 9000 }

const graver = (event: SecurityEvent): SecurityEvent => ({
  ...event,
  severity: 'critical',
  risk_score: 90,
  decision: { ...event.decision, severity: 'critical', risk_score: 90, should_step_up: true, action_taken: 'step_up_review' },
})

test('the open events of a type are decided anew, the resolved and others are not, told in one line', () => {
  const { store } = console
  store.applyObservations(1, (events) => {
    for (let n = 1; n <= 3; n += 1) events.insert(sampleEvent(n))
    events.insert(sampleEvent(4, { status: 'resolved', verdict: 'benign' }))
    events.insert(sampleEvent(5, { anomaly_type: 'beacon' }))
  })
  const asked: string[] = []
  const { events: changed, grades } = store.redecideEvents(
    'port_scan',
    (event) => {
      asked.push(event.id)
      return event.id === 'event-000002' ? { ...event, metadata: { ports: [22, 80] } } : graver(event)
    },
    context,
  )
  expect(asked).toEqual(['event-000001', 'event-000002', 'event-000003'])
  expect(changed.map(({ id }) => id)).toEqual(['event-000001', 'event-000003'])
  expect(store.getEvent('event-000001')).toEqual({ ...graver(sampleEvent(1)), updated_at: 9000, revision: 2 })
  expect(store.getEvent('event-000002')).toEqual(sampleEvent(2))
  expect(grades).toMatchObject([{ before: { risk_score: 55 }, after: { risk_score: 90 }, ids: ['event-000001', 'event-000003'] }])
  expect(store.searchEvents({ severities: ['critical'] }, { limit: 5 }).total).toBe(2)
  expect(store.activity({ limit: 5 })).toMatchObject([
    {
      who: 'ana',
      what: 'event.redecide',
      subject: 'profile:port_scan',
      before: [{ severity: 'medium', risk_score: 55, category: 'network', action_taken: 'alert', events: 2 }],
      after: [{ severity: 'critical', risk_score: 90, category: 'network', action_taken: 'step_up_review', events: 2 }],
    },
  ])
})

test('it is all or nothing, and nothing to change leaves nothing', () => {
  const { store } = console
  store.applyObservations(1, (events) => {
    for (let n = 1; n <= 3; n += 1) events.insert(sampleEvent(n))
  })
  const failing = (event: SecurityEvent) => {
    if (event.id === 'event-000003') throw new Error('a defect')
    return graver(event)
  }
  expect(() => store.redecideEvents('port_scan', failing, context)).toThrow('a defect')
  expect(store.redecideEvents('port_scan', (event) => event, context)).toEqual({ events: [], grades: [] })
  expect(store.getEvent('event-000001')).toEqual(sampleEvent(1))
  expect(store.activity({ limit: 5 })).toEqual([])
})

test('events have their former grades back, with what else became of them; one that was decided otherwise since stays', () => {
  const { store } = console
  store.applyObservations(1, (events) => {
    for (let n = 1; n <= 3; n += 1) events.insert(sampleEvent(n))
  })
  const { grades } = store.redecideEvents('port_scan', graver, context)
  store.changeEvents([{ id: 'event-000001', change: { owner: 'ana' } }], { who: 'ana', at: 9100, what: 'event.assign' })
  store.recordEvent((events) => events.update({ ...store.getEvent('event-000002')!, risk_score: 91 }))
  const restored = store.restoreGrades(grades, { who: 'ana', at: 9200, subject: 'profile:port_scan' })
  expect(restored.map(({ id }) => id)).toEqual(['event-000001', 'event-000003'])
  expect(store.getEvent('event-000001')).toEqual({ ...sampleEvent(1), owner: 'ana', updated_at: 9200, revision: 4 })
  expect(store.getEvent('event-000002')?.risk_score).toBe(91)
  expect(store.activity({ limit: 1 })).toMatchObject([{ what: 'event.undo', subject: 'profile:port_scan', after: [{ events: 2 }] }])
})
