import { setTimeout as pause } from 'node:timers/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { openConsoleStore } from '../../store/index.ts'
import { sampleEvent } from '../../store/events-for-tests.ts'
import type { ConsoleStore } from '../../store/store.ts'
import { temporaryHome } from '../testing/running-engine.ts'
import { ChangeFeed, type Change } from './change-feed.ts'

const { home, remove } = temporaryHome()
afterAll(remove)
let files = 0
let store: ConsoleStore
let feed: ChangeFeed
beforeEach(open)
afterEach(() => store.close())

function open(): void {
  const opened = openConsoleStore(join(home, `console-${files++}.db`))
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  store = opened.store
  feed = new ChangeFeed(store, (error) => {
    throw error
  })
}

function insert(...numbers: number[]): void {
  store.recordEvent((writer) => numbers.forEach((number) => writer.insert(sampleEvent(number))))
  feed.wake()
}

function follow(after?: number) {
  const seen: Change[] = []
  const stop = feed.follow(after, (change) => seen.push(change))
  return { seen, stop, ids: () => seen.map(({ id }) => id) }
}

async function settle(): Promise<void> {
  await pause(5)
}

test('who starts now hears of what comes; who starts from a number, of everything after it; from 0, of everything', async () => {
  insert(1, 2, 3)
  const [now, two, all] = [follow(), follow(2), follow(0)]
  insert(4)
  await settle()
  expect([now.ids(), two.ids(), all.ids()]).toEqual([[4], [3, 4], [1, 2, 3, 4]])
  expect(now.seen[0]?.event).toMatchObject({ id: sampleEvent(4).id, resolved: false, notes: [] })
})

test('a long absence is made up for in pages, while things go on', async () => {
  insert(...Array.from({ length: 450 }, (_, n) => n))
  const { ids } = follow(0)
  for (let n = 450; n < 460; n += 1) {
    insert(n)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await settle()
  expect(ids()).toEqual(Array.from({ length: 460 }, (_, n) => n + 1))
})

test('who stops hears nothing more, even in the midst of a page', async () => {
  insert(1, 2, 3)
  const seen: number[] = []
  const stop = feed.follow(0, ({ id }) => {
    seen.push(id)
    if (id === 2) stop()
  })
  await settle()
  insert(4)
  await settle()
  expect(seen).toEqual([1, 2])
})

test('a number of another store begins now', async () => {
  insert(1)
  const { ids } = follow(99)
  insert(2)
  await settle()
  expect(ids()).toEqual([2])
})

test('a store that cannot be read for a while is told of, and nothing is left out when it can be again', async () => {
  const failures: unknown[] = []
  let isBroken = false
  const console = new Proxy(store, {
    get: (target, name) => {
      if (name === 'changesAfter' && isBroken) throw new Error('disk I/O error')
      return Reflect.get(target, name) as unknown
    },
  })
  const broken = new ChangeFeed(console, (error) => failures.push(error))
  const seen: number[] = []
  broken.follow(0, ({ id }) => seen.push(id))
  isBroken = true
  insert(1)
  broken.wake()
  await settle()
  isBroken = false
  insert(2)
  broken.wake()
  await settle()
  expect(failures).not.toHaveLength(0)
  expect(seen).toEqual([1, 2])
})

test('a feed that closes says nothing to a store that is closed', async () => {
  insert(1)
  const { seen } = follow(0)
  feed.close()
  await settle()
  expect(seen).toEqual([])
})

test('wherever a reader breaks off and comes back, it ends with the newest of every event, each change once and in order', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('insert' as const) }),
    fc.record({ kind: fc.constant('update' as const), which: fc.nat(20) }),
    fc.record({ kind: fc.constant('reconnect' as const) }),
    fc.record({ kind: fc.constant('rest' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      store.close()
      open()
      let made = 0
      const seen: Change[] = []
      const listen = (after: number) => feed.follow(after, (change) => seen.push(change))
      let stop = listen(0)
      for (const one of steps) {
        if (one.kind === 'insert') insert(made++)
        if (one.kind === 'update' && made > 0) {
          const event = { ...sampleEvent(one.which % made), count: seen.length + 100 }
          store.recordEvent((writer) => writer.update(event))
          feed.wake()
        }
        if (one.kind === 'rest') await new Promise((resolve) => setImmediate(resolve))
        if (one.kind === 'reconnect') {
          stop()
          stop = listen(seen.at(-1)?.id ?? 0)
        }
      }
      await settle()
      stop()
      const ids = seen.map(({ id }) => id)
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
      const newest = new Map(seen.map(({ event }) => [event.id, event.count]))
      for (let n = 0; n < made; n += 1) {
        const { id } = sampleEvent(n)
        expect(newest.get(id)).toBe(store.getEvent(id)?.count)
      }
    }),
    { numRuns: 25 },
  )
})
