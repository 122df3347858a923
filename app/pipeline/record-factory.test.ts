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

test('a message that a parser cannot stand is kept, counted and named, and the next is read', () => {
  const factory = new RecordFactory(
    () => ({
      parse: ({ bytes, arrival }, emit) => {
        if (bytes[0] === 0) throw new RangeError('offset is outside the bounds')
        emit({ time: arrival, raw: bytes, fields: { 'event.kind': 'event' } })
      },
      snapshot: () => undefined,
      restore: () => undefined,
    }),
    0,
  )
  const records: TelemetryRecord[] = []
  const read = factory.forSource('a', (record) => void records.push(record))
  for (const byte of [1, 0, 2]) read({ bytes: new Uint8Array([byte]), peer: '192.0.2.9', wire: 'syslog', arrival: 5 })
  expect(records.map(({ seq, raw, fields }) => [seq, raw[0], fields['error.code']])).toEqual([
    [1, 1, undefined],
    [2, 0, 'parser_failure'],
    [3, 2, undefined],
  ])
  expect(factory.counters()).toMatchObject([{ parsed: 2, unparsed: { parser_failure: 1 } }])
})
