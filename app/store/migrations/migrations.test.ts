import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { everyone } from '../../model/flag.ts'
import { openConsoleStore } from '../console-store.ts'
import { sampleEvent } from '../events-for-tests.ts'
import type { ConsoleStore } from '../store.ts'
import { consoleMigrations } from './index.ts'

let directory: string
let opened: ConsoleStore | undefined

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vedette-migrations-'))
})
afterEach(() => {
  opened?.close()
  opened = undefined
  rmSync(directory, { recursive: true, force: true })
})

const profile = { anomaly_type: 'port_scan', title: 'Port scan', risk_score: 10, parameters: { ports: 5 } }

/** Rows as each version wrote them: in the columns that it had. A new version needs its own. */
const fillers: ((database: Database.Database) => void)[] = [
  () => undefined,
  (database) => {
    const event = database.prepare(
      `INSERT INTO event VALUES (@id, 'port_scan', 'Port scan', 'scan', 'ip', @entity, @episode, @status, @verdict, NULL, NULL,
         'medium', 55, 'network', 0.75, @seen, @seen, 1, 'probed web-7', @seen, @updated, NULL, 1, 1000, 11, 12, @detail)`,
    )
    const { techniques, reasons, evidence, metadata, decision } = sampleEvent(1)
    const addEvent = (n: number, values: { status: string; verdict: string | null; updated: number; should_block?: boolean }) => {
      const { should_block, ...columns } = values
      const detail = JSON.stringify({
        techniques,
        reasons,
        evidence,
        metadata,
        decision: { ...decision, should_block: should_block ?? false },
      })
      event.run({ id: `e${n}`, entity: `10.0.0.${n}`, episode: `p${n}`, seen: n * 1000, detail, ...columns })
      database.prepare("INSERT INTO episode VALUES ('port_scan', ?, ?, ?)").run(`10.0.0.${n}`, `p${n}`, `e${n}`)
      database.prepare("INSERT INTO event_search (rowid, title, entity, explanation) VALUES (?, 'Port scan', ?, 'probed web-7')").run(n, n)
    }
    addEvent(1, { status: 'new', verdict: null, updated: 9000 })
    addEvent(2, { status: 'resolved', verdict: 'benign', updated: 5000, should_block: true })
    addEvent(3, { status: 'new', verdict: null, updated: 5000 })
    database.prepare("INSERT INTO profile VALUES ('port_scan', 1, 5, 'ana', ?)").run(JSON.stringify(profile))
    database.prepare("INSERT INTO flag VALUES ('DETECTION', 1, 6, 'ana')").run()
    database.prepare("INSERT INTO setting VALUES ('view', '7')").run()
  },
  (database) => {
    database.prepare("INSERT INTO profile VALUES ('port_scan', 1, 5, 'ana', ?, 'quieter', 'pack', NULL)").run(JSON.stringify(profile))
    database.prepare("INSERT INTO flag VALUES ('DETECTION', 1, 6, 'ana', NULL, NULL, NULL)").run()
    database.prepare("INSERT INTO flag_effect VALUES ('DETECTION', 0, 3, 4)").run()
    database.prepare("INSERT INTO api_token VALUES ('t1', 'shop', 'h', 'v_', '[]', 1, 'ana', NULL, NULL)").run()
  },
]

function openFrom(version: number): ConsoleStore {
  const file = join(directory, `console-${version}.db`)
  const old = new Database(file)
  for (const step of consoleMigrations.slice(0, version)) old.exec(step)
  fillers[version]?.(old)
  old.pragma(`application_id = ${0x56434f4e}`)
  old.pragma(`user_version = ${version}`)
  old.close()
  const result = openConsoleStore(file)
  if (result.kind === 'failed') throw new Error(result.failure.message)
  opened = result.store
  return result.store
}

test('every version before this one has rows here', () => {
  expect(fillers).toHaveLength(consoleMigrations.length)
})

test.each([...fillers.keys()])('a file of version %i takes new events and finds what it had', (version) => {
  const store = openFrom(version)
  const before = store.countEvents({})
  store.recordEvent((events) => events.insert(sampleEvent(7)))
  expect(store.getEvent('event-000007')).toEqual(sampleEvent(7))
  expect(store.countEvents({})).toEqual({ ...before, new: before.new + 1 })
  expect(store.verifyActivity().kind).toBe('intact')
})

test('events of version 1 are found by every index, and fed in the order they were last written', () => {
  const store = openFrom(1)
  expect(store.changesAfter(0, 10).map(({ change, event }) => [change, event.id])).toEqual([
    [1, 'e2'],
    [2, 'e3'],
    [3, 'e1'],
  ])
  expect(store.getEvent('e1')).toMatchObject({ entity: { kind: 'ip', value: '10.0.0.1' }, metadata: { ports: [22, 80] }, revision: 1 })
  const found = (query: Parameters<ConsoleStore['searchEvents']>[0]) => store.searchEvents(query, { limit: 5 }).events.map(({ id }) => id)
  expect(found({ resolved: true })).toEqual(['e2'])
  expect(found({ verdicts: ['benign'] })).toEqual(['e2'])
  expect(found({ entity: '10.0.0.3' })).toEqual(['e3'])
  expect(found({ text: 'web-7', sort: 'first_seen' })).toEqual(['e3', 'e2', 'e1'])
  expect(found({ tenant_id: 'acme' })).toEqual([])
  expect(store.ruleCounts(10_000)).toMatchObject([{ anomaly_type: 'port_scan', open: 2, benign: 1, last_fired: 3000 }])
  store.recordEvent((events) => {
    expect(events.findOpen('port_scan', '10.0.0.1')?.id).toBe('e1')
    expect(events.findEpisode('port_scan', '10.0.0.2', 'p2')?.id).toBe('e2')
  })
})

test('profiles and flags of version 1 are the analyst’s, for everyone', () => {
  const store = openFrom(1)
  expect(store.profileRevisions('port_scan')).toEqual([
    { anomaly_type: 'port_scan', revision: 1, at: 5, who: 'ana', why: '', origin: 'analyst', profile },
  ])
  expect(store.flags()).toEqual([{ name: 'DETECTION', enabled: true, targeting: everyone, changed_at: 6, changed_by: 'ana' }])
  expect(store.setting('view')).toBe(7)
})

test('profiles, effects and tokens of version 2 are there', () => {
  const store = openFrom(2)
  expect(store.profileRevisions('port_scan')).toMatchObject([{ revision: 1, why: 'quieter', origin: 'pack' }])
  expect(store.flagEffects(0)['DETECTION']).toMatchObject([{ let_through: 3, held_back: 4 }])
  expect(store.findToken('h')).toMatchObject({ id: 't1', name: 'shop' })
  expect(store.models()).toEqual([])
})
