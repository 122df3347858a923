import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Condition, RecordQuery } from '../model/query.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { encodeBlock, openTelemetryReader } from './index.ts'
import { sampleRecord, sampleRecords } from './records-for-tests.ts'
import type { TelemetryReader } from './store.ts'
import { telemetryForEach } from './telemetry-for-tests.ts'

const start = 1_760_000_000_000
const minute = 60_000
const telemetry = telemetryForEach()

function store(records: readonly TelemetryRecord[], size = 500): void {
  for (let i = 0; i < records.length; i += size) {
    telemetry.writer.append([{ block: encodeBlock(records.slice(i, i + size)), observations: [] }])
    telemetry.writer.maintain(Date.now())
  }
}

function walk(query: RecordQuery, limit: number): number[] {
  const seqs: number[] = []
  let cursor: number | undefined
  do {
    const page = telemetry.reader.search(query, { cursor, limit })
    seqs.push(...page.records.map(({ seq }) => seq))
    expect(page.exhausted).toBe(page.next === undefined)
    cursor = page.next
  } while (cursor !== undefined)
  return seqs
}

const none: RecordQuery = { conditions: [] }
const failures: RecordQuery = { conditions: [{ kind: 'equals', field: 'event.outcome', value: 'failure', negated: false }] }

describe('an empty directory', () => {
  test('answers with nothing', () => {
    const absent = openTelemetryReader(join(telemetry.directory, 'absent'))
    expect(absent.search(none, { limit: 10 })).toEqual({ records: [], scanned: 0, exhausted: true })
    expect(absent.histogram(none, { interval: minute })).toMatchObject({ buckets: [], total: 0 })
    expect([absent.count(), absent.lastSeq(), absent.get([1]), absent.top(none, 'x', { limit: 1 })]).toEqual([0, 0, [], []])
    absent.close()
  })
})

describe('search', () => {
  test('walks all pages newest first, each record once, across segments', () => {
    store(sampleRecords(1, 3000))
    expect(telemetry.reader.segments().length).toBeGreaterThan(1)
    const newestFirst = sampleRecords(1, 3000).reverse()
    expect(walk(none, 700)).toEqual(newestFirst.map(({ seq }) => seq))
    const matching = newestFirst.filter(({ fields }) => fields['event.outcome'] === 'failure')
    expect(walk(failures, 333)).toEqual(matching.map(({ seq }) => seq))
    expect(telemetry.reader.search(failures, { limit: 5 }).records).toEqual(matching.slice(0, 5))
  })

  test('keeps to its bounds in time', () => {
    store(sampleRecords(1, 2000))
    const query = { ...none, from: start + 50_000, to: start + 60_000 }
    expect(walk(query, 1000)).toEqual(Array.from({ length: 100 }, (_, i) => 599 - i))
    expect(telemetry.reader.count(query)).toBe(100)
  })

  test('sees what is written and merged meanwhile, and forgets what is dropped', () => {
    store(sampleRecords(1, 20), 1)
    const page = telemetry.reader.search(none, { limit: 5 })
    store(sampleRecords(21, 80), 1)
    telemetry.writer.covered(100)
    while (telemetry.writer.maintain(Date.now()));
    expect(telemetry.reader.search(none, { limit: 5, cursor: page.next }).records.map(({ seq }) => seq)).toEqual([15, 14, 13, 12, 11])
    expect(telemetry.reader.count()).toBe(100)
    store(sampleRecords(101, 3000))
    const oldest = telemetry.writer.segments()[0]!
    telemetry.writer.drop(oldest.file)
    expect(telemetry.reader.segments().map(({ file }) => file)).not.toContain(oldest.file)
    expect(telemetry.reader.get([oldest.first_seq])).toEqual([])
  })

  test('stops at its budget or when cancelled, and goes on where it stopped', () => {
    store(sampleRecords(1, 3000), 100)
    const first = telemetry.reader.search(failures, { limit: 10_000, budget_ms: 0 })
    expect(first.exhausted).toBe(false)
    expect(first.next).toBeDefined()
    const cancel = { cancelled: true }
    const stopped = telemetry.reader.search(failures, { limit: 10_000, cancel })
    expect(stopped).toMatchObject({ records: [], exhausted: false })
    const seqs: number[] = []
    let looked = 0
    for (let next: number | undefined = Infinity; next !== undefined;) {
      const cancelAfter = {
        get cancelled() {
          return (looked += 1) % 7 === 0
        },
      }
      const page: ReturnType<TelemetryReader['search']> = telemetry.reader.search(failures, {
        limit: 10_000,
        cursor: next,
        cancel: cancelAfter,
      })
      seqs.push(...page.records.map(({ seq }) => seq))
      next = page.next
    }
    expect(seqs).toEqual(
      sampleRecords(1, 3000)
        .reverse()
        .filter(({ fields }) => fields['event.outcome'] === 'failure')
        .map(({ seq }) => seq),
    )
  })

  test('reads only the blocks that can hold a rare word, and tells how far it is', () => {
    const rare = sampleRecord(777)
    store(
      sampleRecords(1, 3000).map((record) =>
        record.seq === 777 ? { ...rare, fields: { ...rare.fields, 'user.name': 'mallory' } } : record,
      ),
      100,
    )
    const fractions: number[] = []
    const query: RecordQuery = { conditions: [{ kind: 'equals', field: 'user.name', value: 'Mallory', negated: false }] }
    // Twice: the small blocks of an open segment carry no filter, so it is asked of merged ones.
    while (telemetry.writer.maintain(Date.now()));
    const page = telemetry.reader.search(query, { limit: 10, onProgress: (fraction) => fractions.push(fraction) })
    expect(page.records.map(({ seq }) => seq)).toEqual([777])
    expect(page.scanned).toBeLessThan(2000)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    expect(fractions.at(-1)).toBeLessThanOrEqual(1)
  })
})

describe('get', () => {
  test('gives the records asked for, in order, without those that are not there', () => {
    store(sampleRecords(1, 1200))
    expect(telemetry.reader.get([900, 3, 3, 5000])).toEqual([sampleRecord(3), sampleRecord(900)])
  })
})

describe('top', () => {
  test('counts the values of a field among what matches', () => {
    store(sampleRecords(1, 400))
    expect(telemetry.reader.top(none, 'user.name', { limit: 2 })).toEqual([
      { value: 'Carol', count: 100 },
      { value: 'alice', count: 100 },
    ])
    expect(telemetry.reader.top(failures, 'source', { limit: 5 }).reduce((sum, { count }) => sum + count, 0)).toBe(
      telemetry.reader.count(failures),
    )
    expect(telemetry.reader.top({ ...none, to: start + 1000 }, 'source.port', { limit: 1 })).toEqual([{ value: '1025', count: 1 }])
    expect(telemetry.reader.top(none, 'message', { limit: 1 })[0]?.count).toBe(1)
    expect(telemetry.reader.top(none, 'absent', { limit: 1 })).toEqual([])
  })
})

describe('the histogram', () => {
  type Equals = Extract<Condition, { kind: 'equals' }>
  const dataset = (value: string): Equals => ({ kind: 'equals', field: 'event.dataset', value, negated: false })

  test('from roll-ups, from columns and by hand is one and the same', () => {
    const made = fc.record({
      time: fc.integer({ min: 0, max: 10 * minute }),
      source: fc.constantFrom('a', 'b'),
      dataset: fc.constantFrom('sshd', 'kernel', undefined),
      broken: fc.boolean(),
    })
    const bound = fc.option(fc.integer({ min: -minute, max: 11 * minute }), { nil: undefined })
    const interval = fc.constantFrom(1000, 90_000, minute, 2 * minute, 60 * minute)
    const conditions = fc.constantFrom<Equals[]>(
      [],
      [dataset('sshd')],
      [{ ...dataset('kernel'), negated: true }],
      [{ ...dataset('b'), field: 'source' }],
    )
    let base = start
    let seq = 1
    fc.assert(
      fc.property(
        fc.array(made, { minLength: 1, maxLength: 30 }),
        bound,
        bound,
        interval,
        conditions,
        (drafts, low, high, width, asked) => {
          // Each round in a day of its own, so that one store serves them all.
          base += 86_400_000
          const records = drafts.map(({ time, source, dataset: named, broken }): TelemetryRecord => {
            const fields = {
              ...(named === undefined ? {} : { 'event.dataset': named }),
              ...(broken ? { 'event.kind': 'pipeline_error' as const } : {}),
            }
            return { seq: seq++, time: base + time, arrival: base, source, raw: new Uint8Array(3), fields }
          })
          store(records, 7)
          const from = base + (low ?? 0)
          const to = base + Math.max(low ?? 0, high ?? 11 * minute)
          const answer = telemetry.reader.histogram({ from, to, conditions: asked }, { interval: width })
          const expected = records.filter((record) => {
            const named = record.fields['event.dataset']
            const accepted = asked.every(
              ({ field, value, negated }) => ((field === 'source' ? record.source : named) === value) !== negated,
            )
            return accepted && record.time >= from && record.time < to
          })
          expect(answer.exact).toBe(true)
          expect(answer.total).toBe(expected.length)
          for (const bucket of answer.buckets) {
            const inside = expected.filter(({ time }) => time >= bucket.time && time < bucket.time + width)
            expect(bucket.count).toBe(inside.length)
            expect(bucket.unparsed).toBe(inside.filter(({ fields }) => fields['event.kind'] === 'pipeline_error').length)
          }
          for (const [source, counts] of Object.entries(answer.series)) {
            expect(counts.reduce((sum, count) => sum + count, 0)).toBe(expected.filter((record) => record.source === source).length)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('covers everything when no bounds are given, and the newest part when that is more than can be shown', () => {
    store(sampleRecords(1, 1000))
    const all = telemetry.reader.histogram(none, { interval: minute })
    expect(all).toMatchObject({ total: 1000, exact: true })
    expect(all.buckets[0]!.time).toBe(Math.floor(start / minute) * minute)
    store([{ ...sampleRecord(1001), time: 0 }])
    const wide = telemetry.reader.histogram(none, { interval: minute })
    expect(wide).toMatchObject({ total: 1000, exact: false })
    expect(wide.buckets).toHaveLength(5000)
  })
})

describe('damage', () => {
  test('in one block costs that block and is reported', () => {
    store(sampleRecords(1, 1000), 500)
    telemetry.writer.close()
    const path = join(
      telemetry.directory,
      readdirSync(telemetry.directory)
        .filter((file) => file.endsWith('.sqlite'))
        .sort()[0]!,
    )
    const database = new Database(path)
    const { id } = database.prepare('SELECT id FROM part ORDER BY id LIMIT 1').get() as { id: number }
    database.prepare("UPDATE part SET columns = x'28b52ffd0102' WHERE id = ?").run(id)
    database.close()
    const kept = walk(none, 100)
    expect(kept).toHaveLength(500)
    expect(telemetry.reader.problems()).toMatchObject([{ kind: 'corrupt', file: path }])
    const replayed: number[] = []
    telemetry.reader.replay(0, ({ records }) => replayed.push(...records.map(({ seq }) => seq)))
    expect(replayed).toEqual([...kept].reverse())
  })
})
