import { describe, expect, it } from 'vitest'
import type { SecurityEvent } from '../../../app/model/event.ts'
import { emptyList, withChanges, withPage, type EventList } from './event-list.ts'

const event = (id: string, rest: Partial<SecurityEvent> = {}) =>
  ({
    id,
    status: 'new',
    severity: 'high',
    category: 'network',
    anomaly_type: 'beacon',
    entity: { kind: 'ip', value: 'a' },
    first_seen: 0,
    last_seen: 0,
    ...rest,
  }) as SecurityEvent
const open = { statuses: ['new', 'acknowledged', 'in_progress'] } as const
const query = { statuses: [...open.statuses] }
const list: EventList = {
  ...emptyList,
  events: [event('1'), event('2'), event('3')],
  total: 3,
  counts: { new: 3, acknowledged: 0, in_progress: 0, resolved: 0 },
}

describe('a list of events', () => {
  it('keeps a changed row in its place', () => {
    const next = withChanges(list, { created: [], updated: [event('2', { status: 'acknowledged' })] }, query)
    expect(next.events.map(({ id, status }) => [id, status])).toEqual([
      ['1', 'new'],
      ['2', 'acknowledged'],
      ['3', 'new'],
    ])
  })
  it('lets go of a row that no longer belongs', () => {
    const next = withChanges(list, { created: [], updated: [event('2', { status: 'resolved' })] }, query)
    expect(next.events.map(({ id }) => id)).toEqual(['1', '3'])
    expect(next.total).toBe(2)
    expect(next.counts).toEqual({ new: 2, acknowledged: 0, in_progress: 0, resolved: 1 })
  })
  it('makes new ones wait instead of moving the others', () => {
    const next = withChanges(list, { created: [event('9'), event('8', { status: 'resolved' })], updated: [] }, query)
    expect(next.events).toHaveLength(3)
    expect([...next.waiting]).toEqual(['9'])
    expect(withChanges(next, { created: [], updated: [event('9', { status: 'resolved' })] }, query).waiting.size).toBe(0)
  })
  it('does not list an event twice when pages overlap', () => {
    const counts = { new: 4, acknowledged: 0, in_progress: 0, resolved: 0 }
    expect(withPage(list, { events: [event('3'), event('4')], total: 4, counts }).events.map(({ id }) => id)).toEqual(['1', '2', '3', '4'])
  })
})
