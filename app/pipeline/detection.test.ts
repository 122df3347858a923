import { expect, test } from 'vitest'
import type { Detector } from '../detect/detector.ts'
import type { Observation } from '../model/observation.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { Detection } from './detection.ts'

function record(seq: number): TelemetryRecord {
  return { seq, time: seq, arrival: seq, source: 'a', raw: new Uint8Array(), fields: {} }
}

function observation(detector: string, seq: number): Observation {
  const entity = { kind: 'host' as const, value: 'a' }
  const rest = { episode: '1', score: 1, first_seen: seq, last_seen: seq, count: 1, explanation: '', reasons: [], metadata: {} }
  return { detector, anomaly_type: 'test', entity, evidence: [seq], ...rest }
}

/** Observes every record, and fails on those of `failing`. */
function makeDetector(name: string, failing: readonly number[] = []): Detector {
  return {
    name,
    family: 'TEST',
    title: name,
    description: name,
    anomaly_types: [],
    parameters: [],
    create: () => ({
      observe: ({ seq }, emit) => {
        if (failing.includes(seq)) throw new TypeError(`cannot stand ${seq}`)
        emit(observation(name, seq))
      },
      tick: () => {
        if (failing.includes(0)) throw new TypeError('cannot stand the time')
      },
      drain: () => undefined,
      configure: () => undefined,
      snapshot: () => undefined,
      restore: () => undefined,
      stats: () => ({ entities: 1, evicted: 0 }),
    }),
  }
}

test('a detector that fails on a record is counted, and neither the others nor the next record suffer', () => {
  const detection = new Detection([makeDetector('fragile', [2, 0]), makeDetector('sound')], {})
  for (const seq of [1, 2, 3]) detection.observe(record(seq))
  detection.tick(10)
  expect(detection.take().map(({ detector, evidence }) => `${detector} ${evidence.join()}`)).toEqual([
    'fragile 1',
    'sound 1',
    'sound 2',
    'fragile 3',
    'sound 3',
  ])
  expect(detection.counters()).toEqual([
    { detector: 'fragile', observed: 2, entities: 1, evicted: 0, failures: 2, failure: 'cannot stand 2' },
    { detector: 'sound', observed: 3, entities: 1, evicted: 0 },
  ])
})

test('a detector sees the records of its categories only, in the order of the list', () => {
  const ofCategories = (name: string, ...categories: string[]): Detector => ({ ...makeDetector(name), categories })
  const detection = new Detection([ofCategories('both', 'web', 'network'), makeDetector('all'), ofCategories('web', 'web')], {})
  const categories = ['web', 'network', 'process', undefined]
  for (const [seq, category] of categories.entries()) detection.observe({ ...record(seq), fields: { 'event.category': category } })
  expect(detection.take().map(({ detector, evidence }) => `${detector} ${evidence.join()}`)).toEqual([
    'both 0',
    'all 0',
    'web 0',
    'both 1',
    'all 1',
    'all 2',
    'all 3',
  ])
})
