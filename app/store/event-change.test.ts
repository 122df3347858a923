import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openConsoleStore } from './index.ts'
import { sampleEvent } from './events-for-tests.ts'
import type { ConsoleStore, EventChange } from './store.ts'

let directory: string
let store: ConsoleStore
const who = 'ana'

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vedette-changes-'))
  const opened = openConsoleStore(join(directory, 'console.db'))
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  store = opened.store
  store.applyObservations(1, (events) => {
    for (let n = 1; n <= 4; n += 1) events.insert(sampleEvent(n))
  })
})
afterEach(() => {
  store.close()
  rmSync(directory, { recursive: true, force: true })
})

const id = 'event-000001'

function change(changes: EventChange, ids = [id], revision?: number) {
  return store.changeEvents(
    ids.map((one) => ({ id: one, change: changes, ...(revision === undefined ? {} : { revision }) })),
    { who, at: 5000, what: 'event.change' },
  )
}

function undoOf(result: ReturnType<typeof change>): string {
  if (result.kind !== 'changed') throw new Error(result.kind)
  return result.undo
}

test('an event goes forward, straight to resolved if need be, and back only by being reopened', () => {
  expect(change({ status: 'acknowledged' }).kind).toBe('changed')
  expect(change({ status: 'in_progress', owner: 'ana' }).kind).toBe('changed')
  expect(change({ status: 'acknowledged' })).toMatchObject({ kind: 'not_allowed', id })
  expect(change({ status: 'resolved' })).toMatchObject({ kind: 'not_allowed' })
  expect(change({ status: 'resolved', verdict: 'true_positive' }).kind).toBe('changed')
  expect(store.getEvent(id)).toMatchObject({
    status: 'resolved',
    verdict: 'true_positive',
    verdict_actor: 'analyst',
    owner: 'ana',
    resolved_at: 5000,
    revision: 4,
  })
  expect(change({ status: 'new' }).kind).toBe('changed')
  const reopened = store.getEvent(id)
  expect(reopened).toMatchObject({ status: 'new', owner: 'ana' })
  expect(reopened).not.toHaveProperty('verdict')
  expect(reopened).not.toHaveProperty('resolved_at')
  expect(change({ verdict: 'benign' })).toMatchObject({ kind: 'not_allowed' })
  expect(change({ status: 'resolved', verdict: 'benign', verdict_actor: 'automation', resolved_at: 42 }).kind).toBe('changed')
  expect(store.getEvent(id)).toMatchObject({ verdict_actor: 'automation', resolved_at: 42 })
})

test('many are changed together or not at all', () => {
  change({ status: 'resolved', verdict: 'test' }, ['event-000002'])
  const before = store.activity({ limit: 100 }).length
  expect(change({ status: 'acknowledged' }, [id, 'absent'])).toEqual({ kind: 'not_found', id: 'absent' })
  expect(change({ status: 'acknowledged' }, [id], 99)).toEqual({ kind: 'stale', id, revision: 1 })
  expect(change({ verdict: 'test' }, [id, 'event-000003']).kind).toBe('not_allowed')
  expect(store.getEvent(id)).toEqual(sampleEvent(1))
  expect(store.activity({ limit: 100 })).toHaveLength(before)
})

test('a change leaves who, when, before and after in the activity log; one that changes nothing leaves nothing', () => {
  change({ status: 'acknowledged' })
  change({ status: 'acknowledged' })
  expect(store.activity({ subject: `event:${id}`, limit: 10 })).toMatchObject([
    { at: 5000, who, what: 'event.change', before: { status: 'new' }, after: { status: 'acknowledged' } },
  ])
  expect(store.getEvent(id)?.revision).toBe(2)
})

test('undo gives back what was, once, and says so in the log', () => {
  const undo = undoOf(change({ status: 'resolved', verdict: 'benign' }, [id, 'event-000002']))
  const undone = store.undo(undo, { who, at: 6000 })
  expect(undone).toMatchObject({
    kind: 'undone',
    events: [
      { id, status: 'new' },
      { id: 'event-000002', status: 'new' },
    ],
  })
  expect(store.getEvent(id)).toEqual({ ...sampleEvent(1), updated_at: 6000, revision: 3 })
  expect(store.activity({ limit: 1 })[0]).toMatchObject({ what: 'event.undo', after: { status: 'new' } })
  expect(store.undo(undo, { who, at: 7000 })).toEqual({ kind: 'not_found' })
})

test('undo is refused when somebody has changed an event since, but not when a detector has added to it', () => {
  const undo = undoOf(change({ status: 'acknowledged' }, [id, 'event-000002']))
  const held = store.getEvent('event-000002')!
  store.applyObservations(2, (events) => events.update({ ...held, count: 50, revision: held.revision + 1 }))
  change({ owner: 'ben' })
  expect(store.undo(undo, { who, at: 6000 })).toEqual({ kind: 'stale', id })
  expect(store.getEvent('event-000002')?.status).toBe('acknowledged')
  change({ owner: null })
  expect(store.undo(undo, { who, at: 6000 }).kind).toBe('undone')
  expect(store.getEvent('event-000002')).toMatchObject({ status: 'new', count: 50 })
})

test('undo works after a restart', () => {
  const undo = undoOf(change({ status: 'acknowledged' }))
  store.close()
  const opened = openConsoleStore(join(directory, 'console.db'))
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  store = opened.store
  expect(store.undo(undo, { who, at: 6000 }).kind).toBe('undone')
})

test('a note is kept with its event and in the log', () => {
  store.addNote({ id: 'n1', event_id: id, author: who, at: 10, text: 'asked the owner' })
  store.addNote({ id: 'n2', event_id: id, author: who, at: 20, text: 'a printer' })
  expect(store.notes(id).map(({ text }) => text)).toEqual(['asked the owner', 'a printer'])
  expect(store.notes('other')).toEqual([])
  expect(store.activity({ subject: `event:${id}`, limit: 1 })[0]).toMatchObject({
    what: 'event.note',
    who,
    after: { note: 'n2', text: 'a printer' },
  })
})
