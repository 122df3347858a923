import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SecurityEvent } from '../../../app/model/event.ts'
import { activityOf, eventsOf, groupOf, rowsOf, summaryOf } from './event-rows.ts'

const event = (id: string, anomaly_type: string, value: string, rest: Partial<SecurityEvent> = {}) =>
  ({
    id,
    anomaly_type,
    entity: { kind: 'ip', value },
    severity: 'low',
    status: 'new',
    risk_score: 10,
    count: 1,
    first_seen: 0,
    last_seen: 0,
    ...rest,
  }) as SecurityEvent

const events = [
  event('1', 'port_scan', 'a', { severity: 'critical', count: 3, last_seen: 50 }),
  event('2', 'beacon', 'a'),
  event('3', 'port_scan', 'b'),
  event('4', 'port_scan', 'a', { status: 'acknowledged', owner: 'mia', risk_score: 80, first_seen: -5 }),
]
const group = groupOf(events[0]!)

describe('rows of the queue', () => {
  it('are grouped by rule and entity where the first of each stood', () => {
    expect(rowsOf(events, true, new Set()).map(({ kind, id }) => [kind, id])).toEqual([
      ['group', group],
      ['event', '2'],
      ['event', '3'],
    ])
  })
  it('unfold below their group', () => {
    expect(rowsOf(events, true, new Set([group])).map(({ id }) => id)).toEqual([group, '1', '4', '2', '3'])
  })
  it('are the events themselves when not grouped', () =>
    expect(rowsOf(events, false, new Set([group])).map(({ id }) => id)).toEqual(['1', '2', '3', '4']))
  it('never lose or double an event', () => {
    const some = fc.array(fc.tuple(fc.constantFrom('x', 'y'), fc.constantFrom('a', 'b', 'c')), { maxLength: 30 })
    fc.assert(
      fc.property(some, (kinds) => {
        const list = kinds.map(([type, entity], index) => event(String(index), type, entity))
        const ids = rowsOf(list, true, new Set()).flatMap((row) => eventsOf(row).map(({ id }) => id))
        expect(ids.sort()).toEqual(list.map(({ id }) => id).sort())
      }),
    )
  })
  it('sum up what they hold, the worst first', () => {
    expect(summaryOf(rowsOf(events, true, new Set())[0]!)).toEqual({
      severity: 'critical',
      risk: 80,
      count: 4,
      first_seen: -5,
      last_seen: 50,
      owners: ['mia'],
      status: undefined,
    })
  })
})

describe('activity over time', () => {
  it('spreads a count over the span of its event', () => {
    expect(activityOf([{ first_seen: 0, last_seen: 19, count: 4 }], 0, 40, 4)).toEqual([2, 2, 0, 0])
  })
  it('keeps the whole count of an event inside the range', () => {
    const inside = fc.record({
      first_seen: fc.integer({ min: 0, max: 999 }),
      span: fc.integer({ min: 0, max: 999 }),
      count: fc.integer({ min: 1, max: 1e6 }),
    })
    fc.assert(
      fc.property(inside, ({ first_seen, span, count }) => {
        const sum = activityOf([{ first_seen, last_seen: Math.min(999, first_seen + span), count }], 0, 1000, 24).reduce(
          (one, two) => one + two,
          0,
        )
        expect(sum).toBeCloseTo(count, 4)
      }),
    )
  })
  it('leaves out what lies elsewhere, and a range without length', () => {
    expect(activityOf([{ first_seen: -9, last_seen: -3, count: 1 }], 0, 10, 2)).toEqual([0, 0])
    expect(activityOf([{ first_seen: 0, last_seen: 0, count: 1 }], 5, 5, 2)).toEqual([0, 0])
  })
})
