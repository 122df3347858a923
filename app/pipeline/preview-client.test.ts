import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { defaultProfiles } from '../decide/profiles.ts'
import { bruteForce } from '../detect/brute-force.ts'
import { defaultParameters, detectors } from '../detect/index.ts'
import { chatter, hour, inOrder, login, morning, second, type Draft } from '../detect/testing/records.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { encodeBlock, openTelemetryReader, openTelemetryWriter } from '../store/index.ts'
import type { EventOutline } from '../store/store.ts'
import { PreviewClient } from './preview-client.ts'
import type { PreviewQuestion } from './preview-messages.ts'
import { runPreview } from './preview.ts'
import { threadEntry } from './thread-entry.ts'

const profiles = [...defaultProfiles(detectors).values()]
const defaults = defaultParameters(bruteForce)
let directory: string
let client: PreviewClient

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vedette-preview-'))
  client = new PreviewClient(threadEntry('preview'), directory)
})
afterEach(async () => {
  await client.close()
  rmSync(directory, { recursive: true, force: true })
})

function store(drafts: readonly Draft[], size = 500): TelemetryRecord[] {
  const records = inOrder(drafts)
  const opened = openTelemetryWriter(directory, { retention_days: 30, budget_bytes: 1e9, segment_hours: 24, segment_bytes: 1e6 })
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  for (let at = 0; at < records.length; at += size) {
    opened.writer.append([{ block: encodeBlock(records.slice(at, at + size)), observations: [] }])
  }
  opened.writer.close()
  return records
}

/** An address that fails so many logins, a second apart. */
function attack(address: string, time: number, count: number): Draft[] {
  return Array.from({ length: count }, (_, at) =>
    login({ time: time + at * second, host: 'web-1', user: 'root', outcome: 'failure', address, port: 40_000 + at }),
  )
}

function ask(changes: Partial<PreviewQuestion> = {}): PreviewQuestion {
  const range = { from: morning, to: morning + 12 * hour }
  return { detector: 'brute-force', before: defaults, after: defaults, ...range, beats: true, profiles, stored: [], ...changes }
}

function judged(address: string, time: number, count: number, verdict: EventOutline['verdict']): EventOutline {
  const [first_seen, last_seen] = [time, time + (count - 1) * second]
  const entity = { kind: 'ip' as const, value: address }
  const grade = { severity: 'high', risk_score: 60, category: 'permission', score: 0.5 } as const
  const what = {
    anomaly_type: 'authentication_brute_force',
    detector: 'brute-force',
    entity,
    episode: String(first_seen),
    explanation: `${address} failed`,
  }
  return { id: `${address} ${time}`, status: 'resolved', verdict, first_seen, last_seen, count, ...what, ...grade }
}

const quiet = Array.from({ length: 3000 }, (_, at) => chatter(morning + at * second, 'web-1'))
const day = [...quiet, ...attack('203.0.113.1', morning + hour, 12), ...attack('203.0.113.2', morning + 2 * hour, 40)].sort(
  (a, b) => a.time - b.time,
)

test('an attack just above the threshold is gone when the threshold is raised, and a confirmed one is told as lost', async () => {
  store(day)
  const stored = [
    judged('203.0.113.1', morning + hour, 12, 'true_positive'),
    judged('203.0.113.2', morning + 2 * hour, 40, 'true_positive'),
    judged('198.51.100.9', morning + 5 * hour, 12, 'true_positive'),
  ]
  const fractions: number[] = []
  const answer = await client.run(ask({ after: { ...defaults, failures: 20 }, stored }), { onProgress: (at) => fractions.push(at) })
  expect(answer).toMatchObject({ before: 2, after: 1, raised_count: 0, removed_count: 1, records: day.length, complete: true })
  expect(answer?.removed).toMatchObject([
    { entity: '203.0.113.1', count: 12, event_id: `203.0.113.1 ${morning + hour}`, verdict: 'true_positive' },
  ])
  expect(answer?.lost_true_positives.map(({ entity }) => entity)).toEqual(['203.0.113.1'])
  expect(answer).toMatchObject({ unreproduced_true_positives: 1, removed_noise: 0, oldest_record: morning })
})

test('a threshold that is lowered raises what was below it; noise that goes is counted', async () => {
  store([...attack('203.0.113.1', morning, 6), ...attack('203.0.113.2', morning + hour, 12)])
  const lowered = await client.run(ask({ after: { ...defaults, failures: 5 } }))
  expect(lowered).toMatchObject({ before: 1, after: 2, removed_count: 0 })
  expect(lowered?.raised.map(({ entity }) => entity)).toEqual(['203.0.113.1'])
  const stored = [judged('203.0.113.2', morning + hour, 12, 'false_positive_logic')]
  const raised = await client.run(ask({ after: { ...defaults, failures: 15 }, stored }))
  expect(raised).toMatchObject({ before: 1, after: 0, removed_noise: 1, lost_true_positives: [] })
})

test('only the time that is asked for counts, though the detector looks back before it', async () => {
  store([
    ...attack('203.0.113.1', morning, 12),
    ...attack('203.0.113.2', morning + hour, 12),
    ...attack('203.0.113.3', morning + 3 * hour, 12),
  ])
  const answer = await client.run(ask({ from: morning + hour + 5 * second, to: morning + 2 * hour, after: { ...defaults, failures: 50 } }))
  expect(answer?.removed.map(({ entity, count }) => [entity, count])).toEqual([['203.0.113.2', 12]])
  expect(answer).toMatchObject({ records: 7, complete: true })
  const earlier = await client.run(ask({ from: morning - hour }))
  expect(earlier).toMatchObject({ complete: false, oldest_record: morning })
})

test('a preview that is cancelled answers at once, and the next one is not held up', async () => {
  store(Array.from({ length: 60_000 }, (_, at) => chatter(morning + at * 100, 'web-1')))
  const controller = new AbortController()
  const progress: number[] = []
  const cancelled = client.run(ask(), {
    signal: controller.signal,
    onProgress: (fraction) => {
      progress.push(fraction)
      controller.abort()
    },
  })
  const waiting = new AbortController()
  const never = client.run(ask(), { signal: waiting.signal })
  waiting.abort()
  expect(await never).toBeUndefined()
  expect(await cancelled).toBeUndefined()
  expect(progress[0]).toBeLessThan(1)
  expect(await client.run(ask())).toMatchObject({ records: 60_000, before: 0, after: 0 })
})

test('whatever is stored, nothing is raised or removed where nothing changes, and the counts of any change add up', () => {
  const drafts = fc.array(
    fc.record({ host: fc.constantFrom('a', 'b'), from: fc.nat(4), at: fc.nat(7200), count: fc.integer({ min: 1, max: 40 }) }),
    { minLength: 1, maxLength: 12 },
  )
  fc.assert(
    fc.property(drafts, fc.integer({ min: 3, max: 30 }), fc.integer({ min: 10, max: 600 }), (attacks, failures, window) => {
      const list = attacks.flatMap(({ from, at, count }) => attack(`203.0.113.${from}`, morning + at * second, count))
      const records = inOrder(list.sort((a, b) => a.time - b.time))
      const walk = (_: unknown, visit: (part: { records: TelemetryRecord[]; fraction: number }) => boolean) => {
        visit({ records, fraction: 1 })
      }
      const parts = {
        detector: bruteForce,
        reader: { walk, segments: () => [], problems: () => [] },
        hash: (text: string) => text,
        cancel: { cancelled: false },
        onProgress: () => undefined,
      }
      const same = runPreview(ask(), parts)
      expect(same).toMatchObject({ answer: { raised_count: 0, removed_count: 0 } })
      const changed = runPreview(ask({ after: { ...defaults, failures, window } }), parts)
      if (changed.kind === 'cancelled') throw new Error('nobody cancelled')
      const { before, after, raised_count, removed_count } = changed.answer
      expect(before + raised_count - removed_count).toBe(after)
    }),
    { numRuns: 60 },
  )
})

test('a store without records is told as such', async () => {
  expect(openTelemetryReader(directory).segments()).toEqual([])
  expect(await client.run(ask())).toMatchObject({ records: 0, complete: false, before: 0, after: 0 })
})
