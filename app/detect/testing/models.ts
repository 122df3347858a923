import { modelSettingsSchema, type FeatureSetName, type ModelSettings } from '../../model/outlier-model.ts'
import { featureSets } from '../features/index.ts'
import type { OutlierModelDocument } from '../features/outlier-model.ts'
import { RowCollector, type EntitySpan } from '../features/row-collector.ts'
import { trainModel, type Training } from '../features/training.ts'
import type { TelemetryRecord } from '../../model/record.ts'
import { hour, inOrder, minute, morning, type Draft } from './records.ts'
import { makeChance, traffic } from './traffic.ts'

export interface TrainOptions {
  set?: FeatureSetName
  settings?: Partial<ModelSettings>
  leftOut?: readonly EntitySpan[]
}

/** What the model thread does, without a store. */
export function trainOn(records: readonly TelemetryRecord[], { set = 'hosts', settings = {}, leftOut = [] }: TrainOptions = {}): Training {
  const whole = modelSettingsSchema.parse({ trees: 50, samples: 128, minimum_rows: 20, ...settings })
  const { features, window_minutes, seed } = whole
  const collector = new RowCollector(featureSets[set], { features, window: window_minutes * minute, seed, leftOut })
  for (const record of records) collector.observe(record)
  const times = records.map(({ time }) => time)
  const [from, to] = [Math.min(...times), Math.max(...times) + 1]
  return trainModel(collector, { set, settings: whole, from, to, last_seq: records.at(-1)?.seq ?? 0, records: records.length })
}

/** Of a training that had enough rows. */
export function documentOf(training: Training, id = 'hosts-1', last_seq?: number): OutlierModelDocument {
  if (training.kind !== 'trained') throw new Error(`only ${training.rows} rows`)
  return { ...training.document, id, ...(last_seq === undefined ? {} : { last_seq }) }
}

/** Hosts of an office that speak to a few servers, every minute or so; their hours are alike. */
export function officeTraffic(hours: number, options: { hosts?: number; seed?: number; from?: number } = {}): Draft[] {
  const { hosts = 8, seed = 1, from = morning } = options
  const chance = makeChance(seed)
  const drafts: Draft[] = []
  for (let time = from; time < from + hours * hour; time += minute) {
    for (let host = 0; host < hosts; host += 1) {
      if (chance() < 0.3) continue
      const server = Math.floor(chance() * 4)
      const bytes = 500 + Math.floor(chance() * 4000)
      const at = time + Math.floor(chance() * minute)
      drafts.push(traffic({ time: at, from: `10.0.0.${10 + host}`, to: `198.51.100.${server}`, port: server === 0 ? 53 : 443, bytes }))
    }
  }
  return drafts.sort((a, b) => a.time - b.time)
}

/** One host that goes through many addresses and services, refused by most. */
export function sweepTraffic(from: number, host = '10.0.0.12', count = 300): Draft[] {
  return Array.from({ length: count }, (_, n) =>
    traffic({
      time: from + n * 2000,
      from: host,
      to: `10.9.${n % 7}.${n % 200}`,
      port: 1 + ((n * 37) % 1000),
      flags: 0x02,
      bytes: 60,
      packets: 1,
    }),
  )
}

/** A model of an office, which has learnt from no record that a test sends. */
export const officeModel = (settings: Partial<ModelSettings> = {}): OutlierModelDocument =>
  documentOf(trainOn(inOrder(officeTraffic(24)), { settings }), 'hosts-1', 0)
