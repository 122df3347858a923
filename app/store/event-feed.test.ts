import fc from 'fast-check'
import { expect, test } from 'vitest'
import { useConsole } from './console-for-tests.ts'
import { sampleEvent } from './events-for-tests.ts'

const console = useConsole()

test('every insert and update takes the next number, whoever makes it', () => {
  const { store } = console
  expect(store.lastChange()).toBe(0)
  expect(store.changesAfter(0, 10)).toEqual([])
  store.applyObservations(1, (events) => {
    events.insert(sampleEvent(1))
    events.insert(sampleEvent(2))
  })
  store.changeEvents([{ id: 'event-000001', change: { status: 'acknowledged' } }], { who: 'ana', at: 5, what: 'event.acknowledge' })
  expect(store.recordEvent((events) => (events.insert(sampleEvent(3)), 'made'))).toBe('made')
  expect(store.recovery().applied_seq).toBe(1)
  expect(store.lastChange()).toBe(4)
  expect(store.changesAfter(0, 10).map(({ change, event }) => [change, event.id, event.status])).toEqual([
    [2, 'event-000002', 'new'],
    [3, 'event-000001', 'acknowledged'],
    [4, 'event-000003', 'new'],
  ])
  expect(store.changesAfter(2, 1).map(({ change }) => change)).toEqual([3])
})

test('a change that is rolled back never was', () => {
  const { store } = console
  store.recordEvent((events) => events.insert(sampleEvent(1)))
  expect(() =>
    store.recordEvent((events) => {
      events.insert(sampleEvent(2))
      throw new Error('the power went')
    }),
  ).toThrow('the power went')
  expect(store.lastChange()).toBe(1)
  console.reopen()
  console.store.recordEvent((events) => events.update(sampleEvent(1, { count: 9 })))
  expect(console.store.changesAfter(1, 10)).toMatchObject([{ change: 2, event: { id: 'event-000001', count: 9 } }])
})

test('who follows the feed by its numbers, a few at a time, ends with every event as it is', () => {
  let round = 0
  const changes = fc.array(fc.record({ event: fc.nat(5), count: fc.nat(100), read: fc.nat(3) }), { maxLength: 40 })
  fc.assert(
    fc.property(changes, (steps) => {
      round += 1
      const { store } = console
      const seen = new Map<string, unknown>()
      let at = store.lastChange()
      const read = (limit: number) => {
        const page = store.changesAfter(at, limit)
        for (const { change, event } of page) {
          expect(change).toBeGreaterThan(at)
          at = change
          seen.set(event.id, event)
        }
        return page.length
      }
      for (const { event, count, read: limit } of steps) {
        const made = sampleEvent(round * 10 + event, { count })
        store.recordEvent((events) => (store.getEvent(made.id) === undefined ? events.insert(made) : events.update(made)))
        read(limit)
      }
      while (read(2) > 0) continue
      expect(at).toBe(store.lastChange())
      for (const [id, event] of seen) expect(event).toEqual(store.getEvent(id))
      expect(seen.size).toBe(new Set(steps.map(({ event }) => event)).size)
    }),
    { numRuns: 30 },
  )
})
