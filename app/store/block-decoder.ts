import type { FieldValue, Fields } from '../model/fields.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { headLength, readHead, type BlockHead, type CorruptBlock } from './block-format.ts'
import { RawPart } from './block-raw.ts'
import { ByteReader, ShortSection } from './byte-reader.ts'
import { readColumn, readSection, valueAt, type DecodedColumn, type Section } from './column-decoder.ts'
import { readNumbers, skipNumbers } from './number-codec.ts'

interface DecodedShape {
  binary: boolean
  columns: number[]
  template: Fields
}

export type Decoded = { kind: 'block'; block: DecodedBlock } | CorruptBlock

/**
 * Opens a body made by `encodeBlock`. `raw` gives the raw part when it is wanted, for callers who hold it apart;
 * without it the body is taken to be whole. Columns are decoded when first asked for. Never throws on any bytes.
 */
export function decodeBlock(body: Uint8Array, raw?: () => Uint8Array | undefined): Decoded {
  const head = readHead(body)
  if ('kind' in head) return head
  if (head.rawAt > body.length) return { kind: 'corrupt', message: 'the block ends before its raw part begins' }
  try {
    return { kind: 'block', block: new DecodedBlock(body, head, raw ?? (() => body.subarray(head.rawAt))) }
  } catch (error) {
    if (error instanceof ShortSection) return { kind: 'corrupt', message: error.message }
    throw error
  }
}

export class DecodedBlock {
  readonly head: BlockHead
  readonly count: number
  readonly seqs: Float64Array
  private readonly bytes: Uint8Array
  private readonly timesAt: number
  private readonly arrivalsAt: number
  private readonly source: Section
  private readonly sections: Section[] = []
  private readonly byName = new Map<string, number>()
  private readonly shapeOf: Float64Array
  private readonly shapes: DecodedShape[] = []
  private readonly lengthsAt: number
  private readonly decoded = new Map<number, DecodedColumn>()
  private readonly rawBytes: () => Uint8Array | undefined
  private decodedTimes: Float64Array | undefined
  private decodedArrivals: Float64Array | undefined
  private decodedSource: DecodedColumn | undefined
  private decodedRaw: RawPart | undefined

  constructor(body: Uint8Array, head: BlockHead, raw: () => Uint8Array | undefined) {
    this.bytes = body
    this.head = head
    this.count = head.count
    this.rawBytes = raw
    const reader = new ByteReader(body, headLength, head.rawAt)
    this.seqs = readNumbers(reader, this.count)
    this.timesAt = reader.at
    skipNumbers(reader, this.count)
    this.arrivalsAt = reader.at
    skipNumbers(reader, this.count)
    this.shapeOf = readNumbers(reader, this.count)
    this.source = readSection(reader, 'source', this.count)
    for (let left = reader.u32(); left > 0; left -= 1) {
      const section = readSection(reader, reader.text(), this.count)
      this.byName.set(section.name, this.sections.length)
      this.sections.push(section)
    }
    for (let left = reader.u32(); left > 0; left -= 1) this.shapes.push(this.readShape(reader))
    this.lengthsAt = reader.at
    skipNumbers(reader, this.count)
  }

  get times(): Float64Array {
    return (this.decodedTimes ??= readNumbers(this.readerAt(this.timesAt), this.count))
  }

  get arrivals(): Float64Array {
    return (this.decodedArrivals ??= readNumbers(this.readerAt(this.arrivalsAt), this.count))
  }

  /** The configured source of every row. */
  get sources(): DecodedColumn {
    return (this.decodedSource ??= readColumn(this.bytes, this.source, undefined))
  }

  get raw(): RawPart {
    return (this.decodedRaw ??= new RawPart(
      this.rawBytes() ?? new Uint8Array(0),
      readNumbers(this.readerAt(this.lengthsAt), this.count),
      (row) => this.shapes[this.shapeOf[row]!]?.binary ?? false,
    ))
  }

  get fieldNames(): readonly string[] {
    return this.sections.map(({ name }) => name)
  }

  column(name: string): DecodedColumn | undefined {
    const index = this.byName.get(name)
    return index === undefined ? undefined : this.columnAt(index)
  }

  record(row: number): TelemetryRecord {
    const source = valueAt(this.sources, row)
    const shape = this.shapes[this.shapeOf[row]!]
    const fields: Fields = { ...shape?.template }
    for (const index of shape?.columns ?? []) {
      const value = this.valueOf(this.columnAt(index), row)
      const { name } = this.sections[index]!
      if (value !== undefined) fields[name] = value
      else delete fields[name]
    }
    return {
      seq: this.seqs[row]!,
      time: this.times[row]!,
      arrival: this.arrivals[row]!,
      source: typeof source === 'string' ? source : '',
      raw: this.raw.bytesOf(row),
      fields,
    }
  }

  /** The value of a column in a row; for a message that is the end of raw, its text. */
  valueOf(column: DecodedColumn, row: number): FieldValue | undefined {
    if (column.kind !== 'suffixes') return valueAt(column, row)
    const index = column.indexes === undefined ? row : column.indexes[row]!
    const code = column.codes[index]
    if (code !== 0) return code === undefined ? undefined : column.dictionary[code - 1]
    return this.raw.suffixOf(row, column.lengths[index]!)
  }

  private columnAt(index: number): DecodedColumn {
    let column = this.decoded.get(index)
    if (column === undefined) {
      column = readColumn(this.bytes, this.sections[index]!, this.indexesOf(index))
      this.decoded.set(index, column)
    }
    return column
  }

  private indexesOf(column: number): Int32Array | undefined {
    const has = this.shapes.map((shape) => shape.columns.includes(column))
    if (has.every(Boolean) && this.sections[column]!.size === this.count) return undefined
    const indexes = new Int32Array(this.count)
    let next = 0
    for (let row = 0; row < this.count; row += 1) indexes[row] = has[this.shapeOf[row]!] ? next++ : -1
    return indexes
  }

  private readShape(reader: ByteReader): DecodedShape {
    const binary = reader.u8() === 1
    const columns: number[] = []
    for (let left = reader.u32(); left > 0; left -= 1) {
      const index = reader.u32()
      if (index < this.sections.length && this.sections[index]!.name !== '__proto__') columns.push(index)
    }
    // Cloning a ready object keeps records in V8's fast mode: properties added one by one under computed
    // names would turn them into hash tables after a dozen.
    const template = JSON.parse(`{${columns.map((index) => `${JSON.stringify(this.sections[index]!.name)}:null`).join(',')}}`) as Fields
    return { binary, columns, template }
  }

  private readerAt(at: number): ByteReader {
    return new ByteReader(this.bytes, at, this.head.rawAt)
  }
}
