import type { FieldValue } from '../model/fields.ts'
import { columnKinds, type Column } from './block-column.ts'
import type { ByteWriter } from './byte-writer.ts'
import { writeNumbers } from './number-codec.ts'

/** A column as `block-format.ts` says, after its name. */
export function writeColumn(writer: ByteWriter, column: Column): void {
  const { kind, size } = column
  writer.u8(kind)
  writer.u32(size)
  const lengthAt = writer.take(4)
  if (kind === columnKinds.numbers || kind === columnKinds.digits) writeNumbers(writer, column.numbers, size)
  else {
    writeDictionary(writer, column.dictionary)
    writeNumbers(writer, column.codes, size)
    if (kind === columnKinds.suffixes) writeNumbers(writer, column.lengths, size)
  }
  writer.closeLength(lengthAt)
}

const types = { string: 0, number: 1, boolean: 2 } as const

/** Values as text, one after the other, then how long each is (UTF-16 units) and, where not all are text, of which type. */
function writeDictionary(writer: ByteWriter, dictionary: readonly FieldValue[]): void {
  const count = dictionary.length
  const lengths = new Float64Array(count)
  let mixed = false
  for (let i = 0; i < count; i += 1) {
    const value = dictionary[i]!
    if (typeof value === 'string') lengths[i] = value.length
    else {
      mixed = true
      lengths[i] = String(value).length
    }
  }
  writer.u32(count)
  writer.text(dictionary.join(''))
  writeNumbers(writer, lengths, count)
  writer.u8(mixed ? 1 : 0)
  if (mixed) for (const value of dictionary) writer.u8(types[typeof value as keyof typeof types])
}
