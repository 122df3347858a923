import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { SecurityEvent } from '../model/event.ts'
import { openConsoleStore } from '../store/index.ts'
import { BlockBook, decisionHold } from './block-book.ts'
import { temporaryHome } from './testing/running-engine.ts'

const { home, remove } = temporaryHome()
afterAll(remove)
let files = 0
let store: Extract<ReturnType<typeof openConsoleStore>, { kind: 'opened' }>['store']
let book: BlockBook
beforeEach(() => {
  const opened = openConsoleStore(join(home, `console-${files++}.db`))
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  store = opened.store
  book = new BlockBook(store, () => ['10.0.0.0/8'], 0)
  return () => store.close()
})

const blocking = (value: string, id = `event of ${value}`) =>
  ({ id, title: 'Port scan', entity: { kind: 'ip', value }, decision: { should_block: true } }) as SecurityEvent
const take = (event: SecurityEvent, now: number) => {
  const changed = store.recordEvent((writer) => book.takeDecision(event, writer, now))
  if (changed) book.reload(now)
  return changed
}
const values = (now: number) => book.list(now).map(({ value }) => value)

test('what an analyst adds is there until its time is over, and in the log', () => {
  const added = book.add({ value: '198.51.100.9/24', reason: 'scanner', hours: 0.5 }, { who: 'ana', at: 1000 })
  expect(added).toMatchObject({ kind: 'added', entry: { value: '198.51.100.0/24', kind: 'network', origin: 'analyst', added_by: 'ana' } })
  expect(values(1000)).toEqual(['198.51.100.0/24'])
  expect(book.expire(1_700_000)).toBe(false)
  // Whoever asks between the end and the clean-up does not get it any more.
  expect(values(1_801_000)).toEqual([])
  expect(book.expire(1_801_000)).toBe(true)
  expect(store.blockEntries(0)).toEqual([])
  expect(store.activity({ limit: 10 }).some(({ who, after }) => who === 'ana' && JSON.stringify(after).includes('198.51.100.0/24'))).toBe(
    true,
  )
})

test('what is no address, or would block the machine itself, is refused with its reason', () => {
  for (const value of ['web-1', '127.0.0.1', '0.0.0.0/0'])
    expect(book.add({ value, reason: '', hours: 1 }, { who: 'ana', at: 0 })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining(value),
    })
  expect(values(0)).toEqual([])
})

test('a decision that blocks adds the address for a day, and goes on doing so while the episode lasts', () => {
  expect(take(blocking('203.0.113.7'), 0)).toBe(true)
  expect(book.list(0)).toMatchObject([
    { value: '203.0.113.7', kind: 'ip', origin: 'decision', event_id: 'event of 203.0.113.7', expires_at: decisionHold },
  ])
  expect(take(blocking('203.0.113.7'), decisionHold / 4)).toBe(false)
  expect(take(blocking('203.0.113.7'), decisionHold * 0.75)).toBe(true)
  expect(book.list(0).map(({ expires_at }) => expires_at)).toEqual([decisionHold * 1.75])
})

test('one of our own networks is added by an analyst only', () => {
  expect(take(blocking('10.0.0.5'), 0)).toBe(false)
  book.add({ value: '10.0.0.5', reason: 'infected', hours: 1 }, { who: 'ana', at: 0 })
  expect(values(0)).toEqual(['10.0.0.5'])
})

test('what an analyst takes off stays off, whatever the same event goes on to do', () => {
  take(blocking('203.0.113.7'), 0)
  const [entry] = book.list(0)
  expect(book.remove(entry!.id, { who: 'ana', at: 10 })).toMatchObject({ value: '203.0.113.7' })
  expect(book.remove(entry!.id, { who: 'ana', at: 11 })).toBeUndefined()
  expect(take(blocking('203.0.113.7'), 20)).toBe(false)
  expect(values(20)).toEqual([])
})

test('the list is there again after a restart', () => {
  take(blocking('203.0.113.7'), 0)
  expect(new BlockBook(store, () => [], 100).list(100)).toEqual(book.list(100))
})
