import { expect, test } from 'vitest'
import type { BlockEntry } from '../model/block-entry.ts'
import { useConsole } from './console-for-tests.ts'

const console = useConsole()
const hour = 3_600_000

function entry(change: Partial<BlockEntry> = {}): BlockEntry {
  return {
    id: 'b1',
    value: '203.0.113.7',
    kind: 'ip',
    origin: 'decision',
    reason: 'cross_tenant_access_attempt',
    event_id: 'event-1',
    added_by: 'vedette',
    added_at: 1000,
    expires_at: 1000 + hour,
    ...change,
  }
}

const whats = () => console.store.activity({ limit: 20 }).map(({ what }) => what)

test('an entry is listed until its time is over, and its end is in the log', () => {
  const { store } = console
  expect(store.addBlockEntry(entry())).toEqual({ kind: 'added', entry: entry() })
  expect(store.addBlockEntry(entry({ id: 'b2', value: '198.51.100.0/24', kind: 'network', event_id: undefined })).kind).toBe('added')
  console.reopen()
  expect(console.store.blockEntries(1000 + hour - 1).map(({ value }) => value)).toEqual(['203.0.113.7', '198.51.100.0/24'])
  expect(console.store.blockEntries(1000 + hour)).toEqual([])
  expect(console.store.expireBlockEntries(1000 + hour)).toHaveLength(2)
  expect(console.store.expireBlockEntries(1000 + hour)).toEqual([])
  expect(whats()).toEqual(['block.expire', 'block.expire', 'block.add', 'block.add'])
  expect(console.store.activity({ subject: 'block:203.0.113.7', limit: 5 })).toMatchObject([
    { who: 'vedette', before: { id: 'b1' }, after: null },
    { before: null, after: { id: 'b1', reason: 'cross_tenant_access_attempt' } },
  ])
})

test('one entry a value: a decision makes it last, an analyst’s word replaces it', () => {
  const { store } = console
  store.addBlockEntry(entry())
  expect(store.addBlockEntry(entry({ id: 'b2', event_id: 'event-2' }))).toEqual({ kind: 'held', entry: entry() })
  expect(store.addBlockEntry(entry({ id: 'b3', added_at: 2000, expires_at: 2000 + hour }))).toEqual({
    kind: 'renewed',
    entry: entry({ expires_at: 2000 + hour }),
  })
  const word = entry({ id: 'b4', origin: 'analyst', reason: 'seen enough', event_id: undefined, added_by: 'ana', expires_at: 2000 })
  expect(store.addBlockEntry(word)).toEqual({ kind: 'renewed', entry: { ...word, id: 'b1' } })
  expect(store.blockEntries(1500)).toEqual([{ ...word, id: 'b1', event_id: undefined }])
  expect(whats()).toEqual(['block.renew', 'block.renew', 'block.add'])
})

test('what an analyst takes off is not put back for the same event, and is for another', () => {
  const { store } = console
  store.addBlockEntry(entry())
  expect(store.removeBlockEntry('b1', { who: 'ana', at: 1500 })).toEqual(entry())
  expect(store.removeBlockEntry('b1', { who: 'ana', at: 1500 })).toBeUndefined()
  expect(store.blockEntries(1500)).toEqual([])
  expect(store.addBlockEntry(entry({ id: 'b2', added_at: 1600 }))).toEqual({ kind: 'lifted' })
  expect(store.addBlockEntry(entry({ id: 'b3', added_at: 1600, event_id: 'event-2' })).kind).toBe('added')
  expect(whats()).toEqual(['block.add', 'block.remove', 'block.add'])
})

test('an entry that ran out unnoticed is over for the next one, which an event may make again', () => {
  const { store } = console
  store.addBlockEntry(entry())
  const next = entry({ id: 'b2', added_at: 1000 + 2 * hour, expires_at: 1000 + 3 * hour })
  expect(store.addBlockEntry(next)).toEqual({ kind: 'added', entry: next })
  expect(whats()).toEqual(['block.add', 'block.expire', 'block.add'])
})

test('a block that comes with an event is there with it or not at all', () => {
  const { store } = console
  expect(() =>
    store.recordEvent((events) => {
      events.addBlockEntry(entry())
      throw new Error('the power went')
    }),
  ).toThrow('the power went')
  expect(store.blockEntries(1500)).toEqual([])
  expect(store.verifyActivity()).toEqual({ kind: 'intact', lines: 0 })
})
