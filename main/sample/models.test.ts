import { expect, test } from 'vitest'
import { trainOn } from '../../app/detect/testing/models.ts'
import { createEnrichers } from '../../app/enrich/index.ts'
import { loadEnrichData, openMmdb } from '../../app/engine/enrich-data.ts'
import { configSchema } from '../../app/model/config.ts'
import { modelAlgorithms } from '../../app/model/outlier-model.ts'
import type { TelemetryRecord } from '../../app/model/record.ts'
import { wireFormats } from '../../app/normalize/index.ts'
import { createSampleDay } from './day.ts'
import { office } from './office.ts'
import { sampleSeed } from './sample-runner.ts'

/** The sample day as its records: read and enriched as live ones are. */
function readSampleDay(): TelemetryRecord[] {
  const records: TelemetryRecord[] = []
  const enrichers = createEnrichers(loadEnrichData(configSchema.parse({ version: 1 })).data, openMmdb)
  const wires = { 'netflow-udp': 'netflow', 'syslog-udp': 'syslog', 'syslog-tcp': 'syslog' } as const
  const parsers = new Map(
    Object.keys(wires).map((source) => {
      const format = wireFormats.find(({ name }) => name === wires[source as keyof typeof wires])!
      return [source, format.create({ timezone: 'UTC', source })]
    }),
  )
  for (const { time, via, bytes } of createSampleDay({ seed: sampleSeed, end: Date.UTC(2026, 10, 21, 12) }).messages) {
    parsers.get(via)!.parse({ bytes, peer: office.gateway, wire: wires[via], arrival: time }, (draft) => {
      const record = { ...draft, seq: records.length + 1, arrival: time, source: via }
      for (const enricher of enrichers) enricher.enrich(record)
      records.push(record)
    })
  }
  return records
}

const day = readSampleDay()
const settings = { trees: 100, samples: 256, minimum_rows: 100 }

test.each(modelAlgorithms)('the planted attacks of the sample day are the least usual of what %s learnt from it', (algorithm) => {
  const top = (set: 'hosts' | 'accounts') => {
    const training = trainOn(day, { set, settings: { ...settings, algorithm } })
    return training.kind === 'trained' ? training.summary.highest[0] : undefined
  }
  expect(top('hosts')).toMatchObject({ entity: office.web })
  expect(top('accounts')).toMatchObject({ entity: 'carol' })
})
