import { describe, expect, it } from 'vitest'
import type { SourceCounters } from '../../../app/model/counters.ts'
import { rowsOf, stagesOf } from './corridor.ts'

const source = (part: Partial<SourceCounters>): SourceCounters => ({
  source: 'a',
  received: 0,
  received_bytes: 0,
  parsed: 0,
  unparsed: {},
  dropped: {},
  stored: 0,
  rate: 0,
  lag: 0,
  ...part,
})

describe('the corridor', () => {
  const stages = stagesOf({
    sources: [
      source({ received: 10, parsed: 7, unparsed: { empty: 1 }, dropped: { queue_full: 2 }, stored: 8 }),
      source({ received: 5, parsed: 3, unparsed: { empty: 1, no_header: 4 }, stored: 5 }),
    ],
    detectors: [
      { detector: 'a', observed: 3, entities: 0, evicted: 0 },
      { detector: 'b', observed: 4, entities: 0, evicted: 0 },
    ],
    suppressed: { family_disabled: 2, never: 0 },
    events_created: 1,
    events_updated: 4,
    clocks: [],
  })
  const stage = (name: string) => stages.find((one) => one.name === name)

  it('adds up every source', () => {
    expect(stage('Received')?.count).toBe(15)
    expect(stage('Parsed')?.count).toBe(10)
    expect(stage('Stored')?.count).toBe(13)
    expect(stage('Observed')?.count).toBe(7)
  })

  it('gives every loss its reasons, the most frequent first', () => {
    expect(stage('Unparsed')).toMatchObject({
      count: 6,
      reasons: [
        { reason: 'no header', count: 4 },
        { reason: 'empty', count: 2 },
      ],
    })
    expect(stage('Dropped')?.reasons).toEqual([{ reason: 'queue full', count: 2 }])
    expect(stage('Suppressed')?.reasons).toEqual([{ reason: 'family disabled', count: 2 }])
  })
})

describe('the rows of the sources', () => {
  it('has one row for all that were removed, so that what they brought is still found', () => {
    const gone = { removed: true as const, dropped: { queue_full: 1 }, received: 4 }
    const rows = rowsOf([source({ source: 'a', ...gone, last_record_at: 7 }), source({ source: 'b' }), source({ source: 'c', ...gone })])
    expect(rows.map(({ title }) => title)).toEqual(['b', '2 removed'])
    expect(rows[1]?.source).toMatchObject({ received: 8, dropped: { queue_full: 2 }, last_record_at: 7 })
    expect(rowsOf([source({ source: 'a', ...gone })])).toMatchObject([{ title: 'a (removed)' }])
    expect(rowsOf([source({ source: 'a', removed: true })])).toEqual([])
  })
})
