import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { featureSets } from '../../detect/features/index.ts'
import { OutlierModel } from '../../detect/features/outlier-model.ts'
import { modelOutlier } from '../../detect/model-outlier.ts'
import { defaultParameters } from '../../detect/parameters.ts'
import { documentOf, trainOn } from '../../detect/testing/models.ts'
import type { Observation } from '../../model/observation.ts'
import type { TelemetryRecord } from '../../model/record.ts'
import { jsonEvent } from '../../normalize/json-event.ts'

/** Observed of an earlier system; read in place, absent from a clone elsewhere. */
const file = '../shared/fixtures/behaviour/network-pipeline.json'
interface Case {
  id: string
  input: Record<string, unknown>
  expected: { score: number; alerts: { severity: string; metadata: { description: string; destination_ip: string } }[] }
}
const cases: Case[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).cases : []

function toRecords(events: readonly object[]): TelemetryRecord[] {
  const records: TelemetryRecord[] = []
  const parser = jsonEvent.create({ timezone: 'UTC' })
  for (const event of events) {
    const bytes = new TextEncoder().encode(JSON.stringify(event))
    parser.parse({ bytes, peer: 'events.jsonl', wire: 'event', arrival: 0 }, (draft) =>
      records.push({ ...draft, seq: records.length + 1, arrival: 0, source: 'import' }),
    )
  }
  return records
}

/** Web traffic, as the model has learnt it. */
const usual = Array.from({ length: 300 }, (_, n) => ({
  time: 1_700_000_000 + n,
  src_ip: `10.0.0.${n % 20}`,
  dst_ip: '192.0.2.80',
  src_port: 40_000 + ((n * 7919) % 20_000),
  dst_port: n % 3 === 0 ? 80 : 443,
  protocol: n % 3 === 0 ? 'http' : 'https',
  message: 'ok',
}))
const model = documentOf(trainOn(toRecords(usual), { set: 'events', settings: { budget: 0.1 } }), 'events-1', 0)

function judge(event: object): Observation[] {
  const observations: Observation[] = []
  const instance = modelOutlier.create(defaultParameters(modelOutlier))
  instance.adopt?.([model])
  for (const record of toRecords([event])) instance.observe(record, (observation) => observations.push(observation))
  return observations
}

/**
 * From a line of JSON to an observation. Ours come from a model and the severity of events from their profile; what the earlier
 * system made of the event stands beside the score, as evidence. That the second channel is told when the first one throws is
 * held by `app/alert/outbox.test.ts`.
 */
describe.skipIf(cases.length === 0)(`the pipeline cases (skipped where ${file} is absent)`, () => {
  test.each(cases.map((each) => [each.id, each] as const))('%s', (_, { input, expected }) => {
    const [record] = toRecords([input])
    const risk =
      featureSets.events.judges === 'record' ? featureSets.events.features.find(({ name }) => name === 'service_risk') : undefined
    expect(risk?.measure(record!)).toBeCloseTo(expected.score, 9)
    const [alert] = expected.alerts
    if (alert === undefined) return
    const [observation] = judge(input)
    expect(observation).toMatchObject({
      anomaly_type: 'entity_outlier',
      metadata: { heuristic: { score: expected.score, description: alert.metadata.description, severity: alert.severity } },
    })
    expect(observation?.entity.value).toBe(input['src_ip'] ?? alert.metadata.destination_ip)
  })
})

test('an ordinary event raises nothing', () => {
  expect(judge({ ...usual[5], time: 1_700_100_000 })).toEqual([])
  expect(new OutlierModel(model).limit).toBeGreaterThan(0.5)
})
