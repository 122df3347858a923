import type { FieldValue } from '../model/fields.ts'
import { columnKinds } from './block-column.ts'
import { ByteReader, ShortSection } from './byte-reader.ts'
import { readNumbers, skipNumbers } from './number-codec.ts'

/** Values without gaps; `indexes` says where a row's value is (−1: it has none), and is absent when every row has one. */
export type DecodedColumn =
  | { kind: 'values'; dictionary: FieldValue[]; codes: Float64Array; indexes: Int32Array | undefined }
  /** `digits`: each is text that reads as the number. */
  | { kind: 'numbers'; numbers: Float64Array; digits: boolean; indexes: Int32Array | undefined }
  /** Code 0: the last `lengths` bytes of the row's raw; code n: dictionary entry n − 1. */
  | { kind: 'suffixes'; dictionary: FieldValue[]; codes: Float64Array; lengths: Float64Array; indexes: Int32Array | undefined }

/** Where a column is in the body. */
export interface Section {
  name: string
  kind: number
  size: number
  at: number
  end: number
}

export function valueAt(column: DecodedColumn, row: number): FieldValue | undefined {
  const index = column.indexes === undefined ? row : column.indexes[row]!
  if (column.kind === 'numbers') {
    const number = column.numbers[index]
    return column.digits && number !== undefined ? String(number) : number
  }
  return column.dictionary[column.codes[index] ?? -1]
}

/** Notes where a column is, having made sure that all of it is there. */
export function readSection(reader: ByteReader, name: string, count: number): Section {
  const kind = reader.u8()
  const size = reader.u32()
  const length = reader.u32()
  const at = reader.take(length)
  if (size > count) throw new ShortSection(`column ${name} has ${size} values for ${count} records`)
  const inner = new ByteReader(reader.bytes, at, at + length)
  if (kind !== columnKinds.numbers && kind !== columnKinds.digits) {
    const entries = inner.u32()
    if (entries > size) throw new ShortSection(`column ${name} has ${entries} distinct values among ${size}`)
    inner.take(inner.u32())
    skipNumbers(inner, entries)
    if (inner.u8() === 1) inner.take(entries)
  }
  skipNumbers(inner, size)
  if (kind === columnKinds.suffixes) skipNumbers(inner, size)
  return { name, kind, size, at, end: at + length }
}

export function readColumn(bytes: Uint8Array, { kind, size, at, end }: Section, indexes: Int32Array | undefined): DecodedColumn {
  const reader = new ByteReader(bytes, at, end)
  if (kind === columnKinds.numbers || kind === columnKinds.digits) {
    return { kind: 'numbers', numbers: readNumbers(reader, size), digits: kind === columnKinds.digits, indexes }
  }
  const dictionary = readDictionary(reader)
  const codes = readNumbers(reader, size)
  if (kind !== columnKinds.suffixes) return { kind: 'values', dictionary, codes, indexes }
  return { kind: 'suffixes', dictionary, codes, lengths: readNumbers(reader, size), indexes }
}

function readDictionary(reader: ByteReader): FieldValue[] {
  const count = reader.u32()
  const text = reader.text()
  const lengths = readNumbers(reader, count)
  const values: FieldValue[] = new Array<FieldValue>(count)
  let at = 0
  for (let i = 0; i < count; i += 1) {
    const end = at + lengths[i]!
    values[i] = text.slice(at, end)
    at = end
  }
  if (reader.u8() === 1) {
    for (let i = 0; i < count; i += 1) {
      const type = reader.u8()
      if (type === 1) values[i] = Number(values[i])
      else if (type === 2) values[i] = values[i] === 'true'
    }
  }
  return values
}
