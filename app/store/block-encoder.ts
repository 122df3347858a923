import type { Block } from '../model/block.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { Column, columnKinds } from './block-column.ts'
import { magic, mostRecords } from './block-format.ts'
import { boundTime, countRollups } from './block-rollups.ts'
import { Shapes, type Shape } from './block-shapes.ts'
import { addValue, addWords, hashNumber, TermSet } from './block-terms.ts'
import { ByteWriter } from './byte-writer.ts'
import { writeColumn } from './column-encoder.ts'
import { writeNumbers } from './number-codec.ts'
import { isMeasurement } from './searchable-fields.ts'

// Kept from block to block: buffers of the right size, and the shapes that this program's parsers make.
const writer = new ByteWriter()
const shapes = new Shapes()
const terms = new TermSet()
const sourceColumn = new Column('source')
const nothing: Uint8Array = new Uint8Array(0)
const space = 0x20

/**
 * Encodes records, in `seq` order and at most 65,535 (4096 is a good size), into a block. Field values come back
 * as they went in, except that `undefined` is left out, −0 becomes 0 and a lone surrogate becomes U+FFFD.
 */
export function encodeBlock(records: readonly TelemetryRecord[]): Block {
  if (records.length > mostRecords) throw new RangeError(`${records.length} records do not fit into one block`)
  const count = records.length
  const numbers = { seq: new Float64Array(count), time: new Float64Array(count), arrival: new Float64Array(count) }
  const shapeOf = new Uint16Array(count)
  const lengths = new Float64Array(count)
  let minTime = Infinity
  let maxTime = -Infinity
  let rawLength = 0
  let previous = nothing
  shapes.reset()
  sourceColumn.reset()
  for (let i = 0; i < count; i += 1) {
    const record = records[i]!
    const { raw } = record
    const time = boundTime(record.time)
    numbers.seq[i] = record.seq
    numbers.time[i] = time
    numbers.arrival[i] = record.arrival
    if (time < minTime) minTime = time
    if (time > maxTime) maxTime = time
    sourceColumn.add(record.source, nothing)
    const shape = shapes.add(record)
    shapeOf[i] = shape
    lengths[i] = raw.length
    rawLength += raw.length
    if (!shapes.shapes[shape]!.binary) {
      addWords(terms, raw, startOfNews(previous, raw))
      previous = raw
    }
  }
  const last = records[count - 1]
  const head = {
    first_seq: records[0]?.seq ?? 0,
    min_time: count === 0 ? 0 : minTime,
    max_time: count === 0 ? 0 : maxTime,
    arrival: last?.arrival ?? 0,
  }

  writer.reset()
  writer.u32(magic)
  writer.u32(count)
  const rawAtAt = writer.length
  writer.u32(0)
  for (const value of [head.first_seq, last?.seq ?? 0, head.min_time, head.max_time, head.arrival]) writer.f64(value)
  for (const values of [numbers.seq, numbers.time, numbers.arrival, shapeOf]) writeNumbers(writer, values, count)
  writeColumn(writer, sourceColumn)
  writer.u32(shapes.columns.length)
  for (const column of shapes.columns) {
    column.finish()
    writer.text(column.name)
    writeColumn(writer, column)
    addTerms(column)
  }
  addTerms(sourceColumn)
  writeShapes(shapes.shapes)
  writeNumbers(writer, lengths, count)

  const rawAt = writer.length
  const body = new Uint8Array(rawAt + rawLength)
  body.set(writer.bytes.subarray(0, rawAt))
  new DataView(body.buffer).setUint32(rawAtAt, rawAt, true)
  copyRaw(records, shapeOf, body, rawAt)
  return { ...head, count, body: body.buffer, terms: terms.take(), rollups: countRollups(records), sources: countSources() }
}

/** Lines that follow one another often begin alike: time, host, program. The words up to there are in already. */
function startOfNews(previous: Uint8Array, raw: Uint8Array): number {
  const end = Math.min(previous.length, raw.length)
  let start = 0
  for (let i = 0; i < end; i += 1) {
    const byte = raw[i]!
    if (byte !== previous[i]) break
    if (byte === space) start = i
  }
  return start
}

function addTerms(column: Column): void {
  const { kind, size, numbers } = column
  if (kind !== columnKinds.numbers && kind !== columnKinds.digits) {
    for (const value of column.dictionary) addValue(terms, String(value))
    return
  }
  if (kind === columnKinds.numbers && isMeasurement(column.name)) return
  let previous = NaN
  for (let i = 0; i < size; i += 1) {
    const value = numbers[i]!
    if (value === previous) continue
    previous = value
    if (value >= 0 && Number.isInteger(value)) terms.add(hashNumber(value))
    else addValue(terms, String(value))
  }
}

function countSources(): Record<string, number> {
  const { kind, dictionary, codes, numbers, size } = sourceColumn
  const counts: Record<string, number> = {}
  for (let i = 0; i < size; i += 1) {
    const source = String(kind === columnKinds.values ? dictionary[codes[i]!] : numbers[i])
    counts[source] = (counts[source] ?? 0) + 1
  }
  return counts
}

function writeShapes(all: readonly Shape[]): void {
  const indexes = new Map(shapes.columns.map((column, index) => [column, index]))
  writer.u32(all.length)
  for (const shape of all) {
    writer.u8(shape.binary ? 1 : 0)
    writer.u32(shape.columns.length)
    for (const column of shape.columns) writer.u32(indexes.get(column)!)
  }
}

function copyRaw(records: readonly TelemetryRecord[], shapeOf: Uint16Array, body: Uint8Array, rawAt: number): void {
  const binary = new Map<number, Uint8Array[]>()
  let at = rawAt
  for (let i = 0; i < records.length; i += 1) {
    const { raw } = records[i]!
    if (shapes.shapes[shapeOf[i]!]!.binary) {
      const alike = binary.get(raw.length)
      if (alike === undefined) binary.set(raw.length, [raw])
      else alike.push(raw)
    } else {
      body.set(raw, at)
      at += raw.length
    }
  }
  for (const [length, alike] of binary) {
    for (let i = 0; i < alike.length; i += 1) {
      const raw = alike[i]!
      for (let plane = 0; plane < length; plane += 1) body[at + plane * alike.length + i] = raw[plane]!
    }
    at += length * alike.length
  }
}
