import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Observation } from '../../model/observation.ts'
import { EpisodeBook } from './episode.ts'
import { copyState } from './state.ts'

const start = Date.UTC(2026, 2, 1, 8)
const quiet = 600_000

const makeBook = (capacity = 10) =>
  new EpisodeBook<{ users: number }>({
    detector: 'test',
    anomaly_type: 'test_type',
    capacity,
    quiet,
    describe: (episode) => ({ score: 0.5, explanation: `${episode.count} in all`, reasons: [], metadata: {} }),
  })

/** Five records begin an episode, every other one joins it. */
function feed(book: EpisodeBook<{ users: number }>, key: string, seq: number, time: number, emit: (o: Observation) => void): void {
  const running = book.running(key, time)
  if (running !== undefined) book.grow(running, { seq, time }, 1, emit)
  else {
    const entity = { kind: 'ip', value: key } as const
    book.begin({ key, entity, source: 'test', first_seen: time, last_seen: time, count: 5, evidence: [seq], detail: { users: 0 } }, emit)
  }
}

describe('episodes', () => {
  it('reports the beginning, each doubling, each minute, and the rest when drained', () => {
    const seen: Observation[] = []
    const book = makeBook()
    const emit = (observation: Observation) => void seen.push(observation)
    for (let n = 0; n < 8; n += 1) feed(book, 'a', n, start + n * 10, emit)
    expect(seen.map(({ count }) => count)).toEqual([5, 5])
    feed(book, 'a', 8, start + 61_000, emit)
    expect(seen.at(-1)).toMatchObject({ count: 3, first_seen: start, last_seen: start + 61_000 })
    feed(book, 'a', 9, start + 62_000, emit)
    book.drain(emit)
    book.drain(emit)
    expect(seen.map(({ count }) => count)).toEqual([5, 5, 3, 1])
    expect(seen.at(-1)!.explanation).toBe('14 in all')
  })

  it('ends when the entity was quiet, near each clock on its own', () => {
    const seen: Observation[] = []
    const book = makeBook()
    const emit = (observation: Observation) => void seen.push(observation)
    for (let n = 0; n < 20; n += 1) {
      feed(book, 'a', 2 * n, start + n * 1000, emit)
      feed(book, 'a', 2 * n + 1, n * 1000, emit)
    }
    book.drain(emit)
    expect(new Set(seen.map(({ episode }) => episode))).toEqual(new Set([String(start), '0']))
    feed(book, 'a', 100, start + 19_000 + quiet + 1, emit)
    expect(seen.at(-1)!.episode).toBe(String(start + 19_000 + quiet + 1))
  })

  it('hands out what an evicted episode still had', () => {
    const seen: Observation[] = []
    const book = makeBook(1)
    const emit = (observation: Observation) => void seen.push(observation)
    feed(book, 'a', 1, start, emit)
    feed(book, 'a', 2, start, emit)
    feed(book, 'b', 3, start, emit)
    expect(seen.filter(({ entity }) => entity.value === 'a').map(({ count }) => count)).toEqual([5, 1])
    expect(book.evicted).toBe(1)
  })

  it('adds up to the same counts however drained and across a restart, and later records find the same', () => {
    const steps = fc.array(
      fc.record({
        key: fc.constantFrom('a', 'b', 'c'),
        time: fc.integer({ min: 0, max: 3_000_000 }),
        drain: fc.boolean(),
        restart: fc.boolean(),
      }),
      {
        maxLength: 120,
      },
    )
    const totals = (observations: Observation[]) => {
      const sums = new Map<string, { count: number; last: Observation }>()
      for (const observation of observations) {
        const key = `${observation.entity.value} ${observation.episode}`
        sums.set(key, { count: (sums.get(key)?.count ?? 0) + observation.count, last: { ...observation, count: 0 } })
      }
      return sums
    }
    fc.assert(
      fc.property(steps, (records) => {
        const plain: Observation[] = []
        const drained: Observation[] = []
        const book = makeBook(2)
        let other = makeBook(2)
        for (const [seq, { key, time, drain, restart }] of records.entries()) {
          feed(book, key, seq, start + time, (observation) => plain.push(observation))
          feed(other, key, seq, start + time, (observation) => drained.push(observation))
          if (drain) other.drain((observation) => drained.push(observation))
          if (!restart) continue
          const resumed = makeBook(2)
          resumed.restore(copyState(other.snapshot()))
          other = resumed
        }
        book.drain((observation) => plain.push(observation))
        other.drain((observation) => drained.push(observation))
        expect(totals(drained)).toEqual(totals(plain))
      }),
    )
  })
})
