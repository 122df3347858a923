import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import type { Fields } from '../../model/fields.ts'
import { fitModel, scoreTable, standingOf } from '../forest/fitted-model.ts'
import { makeTable } from '../forest/table.ts'
import { inOrder } from '../testing/records.ts'
import { events } from './events.ts'
import { judgeEvent, severityOfScore, type JudgedEvent } from './port-heuristic.ts'

/** Observed of an earlier system; read in place, absent from a clone elsewhere. */
const folder = '../shared/fixtures/behaviour'
const isHere = existsSync(`${folder}/network-if-features.json`)
const where = `(skipped where ${folder} is absent)`
interface Case<Input, Expected> {
  id: string
  input: Input
  expected: Expected
}
function casesOf<Input, Expected>(name: string): (readonly [string, Case<Input, Expected>])[] {
  const cases: Case<Input, Expected>[] = isHere ? JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')).cases : []
  return cases.map((each) => [each.id, each] as const)
}

interface GivenEvent {
  source_port?: number
  destination_port?: number
  protocol?: string
  payload?: Record<string, unknown>
  tags?: string[]
}

/** As the parser of JSON events tells it. */
function fieldsOf({ source_port, destination_port, protocol, payload = {}, tags = [] }: GivenEvent): Fields {
  return {
    'event.dataset': 'json.event',
    'source.ip': '10.0.0.1',
    'source.port': source_port,
    'destination.port': destination_port,
    'network.protocol': protocol?.toLowerCase(),
    'vedette.event.payload_keys': Object.keys(payload).length,
    'vedette.event.tags': tags.length,
  }
}

function rowOf(event: GivenEvent): number[] {
  const [record] = inOrder([{ time: 0, source: 'import', fields: fieldsOf(event) }])
  return events.features.map(({ measure }) => measure(record!))
}

describe.skipIf(!isHere)(`the feature vector of an event ${where}`, () => {
  // A sixth feature of ours follows: what the port heuristic makes of it.
  test.each(casesOf<GivenEvent, number[]>('network-if-features'))('%s', (_, { input, expected }) => {
    expect(rowOf(input).slice(0, 5)).toEqual(expected)
  })
})

describe('an isolation forest of events', () => {
  it('finds the one that is like none of those it learnt from', () => {
    const usual = Array.from({ length: 20 }, (_, n) =>
      rowOf({ source_port: 1000 + n, destination_port: 80, protocol: 'http', payload: { size: 1 } }),
    )
    const odd = rowOf({ source_port: 55_555, destination_port: 23, protocol: 'tcp', payload: { failed: true, size: 20 } })
    // A contamination of 0.2 there: four of twenty may stand out.
    const options = { algorithm: 'isolation_forest', trees: 100, samples: 256, seed: 42, outliers: 0.2 * usual.length } as const
    const { model } = fitModel(makeTable(usual, 6), options)
    const [score] = scoreTable(model, makeTable([odd], 6))
    expect(score).toBeGreaterThan(model.limit)
    expect(standingOf(score!, model.limit)).toBeGreaterThanOrEqual(0.5)
  })
})

describe.skipIf(!isHere)(`what one event says on its own ${where}`, () => {
  test.each(
    casesOf<JudgedEvent, { score?: number; is_anomaly?: boolean; description?: string; error?: string }>('network-portscan-heuristic'),
  )('%s', (_, { input, expected }) => {
    const judged = judgeEvent(input)
    // A defect there: a message of null raised an error. It says nothing, so it adds nothing.
    if (expected.error !== undefined) expect(judged).toEqual({ score: 0, is_anomaly: false, description: 'benign' })
    else {
      expect(judged.score).toBeCloseTo(expected.score!, 9)
      expect(judged).toMatchObject({ is_anomaly: expected.is_anomaly, description: expected.description })
    }
  })
})

describe.skipIf(!isHere)(`how grave a score is ${where}`, () => {
  test.each(casesOf<number, string>('network-severity'))('%s', (_, { input, expected }) => {
    expect(severityOfScore(input)).toBe(expected)
  })
})
