import { expect, test } from 'vitest'
import { wireFormats } from '../normalize/index.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { RecordFactory } from './record-factory.ts'

/** NetFlow v9 data set 256 of four bytes, whose template never comes. */
const orphan = new Uint8Array([0, 9, 0, 1, ...new Array<number>(16).fill(1), 1, 0, 0, 8, 192, 0, 2, 1])

test('what a parser holds back becomes numbered records when the input is over', () => {
  const factory = new RecordFactory((wire) => wireFormats.find(({ name }) => name === wire)!.create({ timezone: 'UTC' }), 10)
  const records: TelemetryRecord[] = []
  const emit = (record: TelemetryRecord) => void records.push(record)
  factory.forSource('import', emit)({ bytes: orphan, peer: '192.0.2.9', wire: 'netflow', arrival: 5 })
  expect(records).toEqual([])
  factory.end(emit)
  expect(records).toMatchObject([
    { seq: 11, source: 'import', arrival: 5, fields: { 'error.code': 'no_template', 'observer.ip': '192.0.2.9' } },
  ])
  expect(factory.counters()).toMatchObject([{ parsed: 0, unparsed: { no_template: 1 } }])
  factory.end(emit)
  expect(records).toHaveLength(1)
})
