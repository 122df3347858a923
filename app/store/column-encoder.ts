import { columnKinds, type Column } from './block-column.ts'
import type { ByteWriter } from './byte-writer.ts'
import { writeNumbers } from './number-codec.ts'

/** A column as `block-format.ts` says, after its name. */
export function writeColumn(writer: ByteWriter, column: Column): void {
  const kind = column.numeric ? columnKinds.numbers : column.holdsMessage ? columnKinds.suffixes : columnKinds.values
  writer.u8(kind)
  writer.u32(column.size)
  const lengthAt = writer.take(4)
  if (column.numeric) writeNumbers(writer, column.numbers, column.size)
  else {
    writeDictionary(writer, column)
    writeNumbers(writer, column.codes, column.size)
    if (column.holdsMessage) writeNumbers(writer, column.lengths, column.size)
  }
  writer.closeLength(lengthAt)
}

const types = { string: 0, number: 1, boolean: 2 } as const

/** Values as text, one after the other, then how long each is (UTF-16 units) and, where not all are text, of which type. */
function writeDictionary(writer: ByteWriter, { dictionary }: Column): void {
  const texts = dictionary.map(String)
  writer.u32(texts.length)
  writer.text(texts.join(''))
  writeNumbers(
    writer,
    Float64Array.from(texts, (text) => text.length),
    texts.length,
  )
  const mixed = dictionary.some((value) => typeof value !== 'string')
  writer.u8(mixed ? 1 : 0)
  if (mixed) for (const value of dictionary) writer.u8(types[typeof value as keyof typeof types])
}
