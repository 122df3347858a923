import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openConsoleStore } from './index.ts'
import { consoleMigrations } from './migrations/index.ts'
import { sampleEvent } from './events-for-tests.ts'
import { sampleRecords } from './records-for-tests.ts'
import type { ConsoleStore } from './store.ts'

const context = { who: 'ana', at: 1_760_000_100_000 }
let directory: string
let file: string
let opened: ConsoleStore[]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vedette-console-'))
  file = join(directory, 'console.db')
  opened = []
})
afterEach(() => {
  for (const store of opened) store.close()
  rmSync(directory, { recursive: true, force: true })
})

function open(options?: { readonly: boolean }): ConsoleStore {
  const result = openConsoleStore(file, options)
  if (result.kind === 'failed') throw new Error(result.failure.message)
  opened.push(result.store)
  return result.store
}

function reopen(store: ConsoleStore): ConsoleStore {
  store.close()
  opened.splice(opened.indexOf(store), 1)
  return open()
}

describe('the file', () => {
  test('that is damaged, foreign or newer is refused and left as it is', () => {
    writeFileSync(file, 'not a database at all, whatever its name may say. '.repeat(100))
    const damaged = readFileSync(file)
    expect(openConsoleStore(file)).toMatchObject({ kind: 'failed', failure: { kind: 'corrupt', file } })
    expect(readFileSync(file)).toEqual(damaged)

    rmSync(file)
    const foreign = new Database(file)
    foreign.exec('CREATE TABLE cookies (a)')
    foreign.close()
    expect(openConsoleStore(file)).toMatchObject({ kind: 'failed', failure: { kind: 'corrupt' } })

    rmSync(file)
    open().close()
    opened.pop()
    const newer = new Database(file)
    newer.pragma('user_version = 42')
    newer.close()
    expect(openConsoleStore(file)).toMatchObject({
      kind: 'failed',
      failure: { kind: 'newer', version: 42, supported: consoleMigrations.length },
    })
  })

  test('that cannot be made or is held by another is a failure that says so', () => {
    expect(openConsoleStore(join(directory, 'missing', 'console.db'))).toMatchObject({ kind: 'failed', failure: { kind: 'unwritable' } })
    expect(openConsoleStore(file, { readonly: true })).toMatchObject({ kind: 'failed', failure: { kind: 'unwritable' } })
    const other = new Database(file)
    other.exec('BEGIN EXCLUSIVE')
    other.exec('CREATE TABLE held (a)')
    expect(openConsoleStore(file)).toMatchObject({ kind: 'failed', failure: { kind: 'locked' } })
    other.exec('ROLLBACK')
    other.close()
  }, 20_000)

  test.skipIf(process.getuid?.() === 0)('without write permission is a failure that says so', () => {
    open()
    chmodSync(file, 0o400)
    expect(openConsoleStore(file)).toMatchObject({ kind: 'failed', failure: { kind: 'unwritable' } })
  })

  test('is readable beside the engine that writes it', () => {
    const writer = open()
    const reader = open({ readonly: true })
    writer.applyObservations(1, (events) => events.insert(sampleEvent(1)))
    expect(reader.getEvent('event-000001')).toEqual(sampleEvent(1))
  })
})

describe('observations', () => {
  test('are applied with their seq or not at all', () => {
    const store = open()
    store.applyObservations(10, (events) => {
      events.insert(sampleEvent(1))
      events.enqueueAlert({ event_id: 'event-000001', channel: 'log', at: 5 })
      store.setSetting('applied_tick', 77)
    })
    expect(() =>
      store.applyObservations(20, (events) => {
        events.insert(sampleEvent(2))
        throw new Error('the power went')
      }),
    ).toThrow('the power went')
    const again = reopen(store)
    expect(again.recovery()).toEqual({ applied_seq: 10 })
    expect(again.getEvent('event-000002')).toBeUndefined()
    expect(again.pendingAlerts(5, 10)).toHaveLength(1)
    expect(again.setting('applied_tick')).toBe(77)
    again.applyObservations(7, () => undefined)
    expect(again.recovery().applied_seq).toBe(10)
  })

  test('the newest event of an episode stays the newest, whatever an analyst says about an older one', () => {
    const store = open()
    const shared = { entity: { kind: 'ip', value: '192.0.2.1' }, episode: 'one' } as const
    store.applyObservations(1, (events) => {
      events.insert(sampleEvent(1, shared))
      events.insert(sampleEvent(2, shared))
    })
    store.changeEvents([{ id: 'event-000001', change: { status: 'resolved', verdict: 'benign' } }], { ...context, what: 'event.resolve' })
    store.applyObservations(2, (events) => {
      expect(events.findEpisode('port_scan', '192.0.2.1', 'one')?.id).toBe('event-000002')
      expect(events.isKnown('event-000001')).toBe(true)
      expect(events.isKnown('event-000003')).toBe(false)
    })
  })

  test('find the event of an episode whatever its status, and the latest open one', () => {
    const store = open()
    store.applyObservations(1, (events) => {
      const entity = { kind: 'ip', value: '192.0.2.1' } as const
      events.insert(sampleEvent(1, { entity }))
      events.insert(sampleEvent(2, { entity }))
      events.update(sampleEvent(2, { entity, episode: 'later', count: 9 }))
      expect(events.findEpisode('port_scan', '192.0.2.1', 'episode-2')).toMatchObject({ id: 'event-000002', count: 9 })
      expect(events.findEpisode('port_scan', '192.0.2.1', 'later')?.id).toBe('event-000002')
      expect(events.findOpen('port_scan', '192.0.2.1')?.id).toBe('event-000002')
      expect(events.findOpen('beacon', '192.0.2.1')).toBeUndefined()
    })
    store.changeEvents([{ id: 'event-000002', change: { status: 'resolved', verdict: 'benign' } }], { ...context, what: 'event.resolve' })
    store.applyObservations(2, (events) => {
      expect(events.findOpen('port_scan', '192.0.2.1')?.id).toBe('event-000001')
      expect(events.findEpisode('port_scan', '192.0.2.1', 'later')?.status).toBe('resolved')
    })
  })

  test('are recovered from the last snapshot, or the one before when the last is damaged', () => {
    const store = open()
    for (const seq of [10, 20, 30]) store.saveSnapshot(seq, { seen: ['a', seq] })
    expect(store.recovery().snapshot).toEqual({ seq: 30, state: { seen: ['a', 30] } })
    store.close()
    opened.pop()
    const database = new Database(file)
    expect(database.prepare('SELECT count(*) FROM snapshot').pluck().get()).toBe(2)
    database.exec("UPDATE snapshot SET state = x'00' WHERE seq = 30")
    database.close()
    expect(open().recovery().snapshot).toEqual({ seq: 20, state: { seen: ['a', 20] } })
  })
})

test('settings are kept, and forgotten when they are set to nothing', () => {
  const store = open()
  store.setSetting('view', { columns: ['a'] })
  store.setSetting('gone', 1)
  store.setSetting('gone', undefined)
  const again = reopen(store)
  expect(again.setting('view')).toEqual({ columns: ['a'] })
  expect(again.setting('gone')).toBeUndefined()
})

describe('evidence', () => {
  test('of events in a range is named, and kept when its segment goes', () => {
    const store = open()
    store.applyObservations(1, (events) => {
      for (let n = 1; n <= 5; n += 1) events.insert(sampleEvent(n))
    })
    expect(store.evidenceBetween(12, 31)).toEqual([12, 21, 22, 31])
    const records = sampleRecords(12, 2)
    store.keepEvidence(records)
    store.keepEvidence(records)
    expect(reopen(store).keptEvidence([13, 12, 99])).toEqual([records[1], records[0]])
  })
})

describe('the outbox', () => {
  test('gives what is due, tries again when told, and ends delivered or failed', () => {
    const store = open()
    store.enqueueAlert({ event_id: 'e', channel: 'log', at: 10 })
    store.enqueueAlert({ event_id: 'e', channel: 'mail', at: 20 })
    expect(store.pendingAlerts(15, 10)).toEqual([{ id: 1, event_id: 'e', channel: 'log', attempts: 0 }])
    store.settleAlert(1, { kind: 'failed', at: 15, message: 'no route', retry_at: 60 })
    store.settleAlert(2, { kind: 'failed', at: 25, message: 'refused' })
    expect(store.pendingAlerts(59, 10)).toEqual([])
    expect(store.pendingAlerts(60, 10)).toEqual([{ id: 1, event_id: 'e', channel: 'log', attempts: 1 }])
    store.settleAlert(1, { kind: 'delivered', at: 61 })
    expect(store.alerts('e')).toEqual([
      { channel: 'log', at: 61, state: 'delivered', attempts: 2 },
      { channel: 'mail', at: 25, state: 'failed', attempts: 1, message: 'refused' },
    ])
  })
})
