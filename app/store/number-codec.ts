import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'

/**
 * A column of numbers. Integers are stored as their distance from the smallest (or, where that is narrower, as
 * steps from one to the next), in as few bytes as the largest needs, and plane by plane: all lowest bytes, then
 * all second ones. Neighbouring bytes are then alike, which is what zstd lives on.
 */
const plain = 1
const stepped = 2
const floating = 3

/** Beyond this a distance is not exact in the arithmetic below. */
const widest = 2 ** 48

let shared = new Float64Array(4096)

function scratch(count: number): Float64Array {
  if (shared.length < count) shared = new Float64Array(count)
  return shared
}

export function writeNumbers(writer: ByteWriter, values: ArrayLike<number>, count: number): void {
  const range = integerRange(values, count)
  if (range === undefined) return writeFloats(writer, values, count)
  const width = bytesFor(range.maximum - range.minimum)
  // Steps can save at most what the plain form costs; one byte a value is not worth a second look.
  const exact = Number.isSafeInteger(range.maximum - range.minimum)
  const steps = width > 1 && exact ? stepRange(values, count) : undefined
  const stepWidth = steps === undefined ? 8 : bytesFor(steps.maximum - steps.minimum)
  if (Math.min(width, stepWidth) > 6) return writeFloats(writer, values, count)
  const distances = scratch(count)
  if (steps !== undefined && stepWidth < width) {
    writer.u8(stepped | (stepWidth << 4))
    writer.f64(values[0]!)
    writer.f64(steps.minimum)
    for (let i = 1; i < count; i += 1) distances[i - 1] = values[i]! - values[i - 1]! - steps.minimum
    writePlanes(writer, distances, count - 1, stepWidth)
  } else {
    writer.u8(plain | (width << 4))
    writer.f64(range.minimum)
    if (width > 0) for (let i = 0; i < count; i += 1) distances[i] = values[i]! - range.minimum
    writePlanes(writer, distances, count, width)
  }
}

/** Undefined when not all are whole numbers that arithmetic keeps exact. */
function integerRange(values: ArrayLike<number>, count: number): { minimum: number; maximum: number } | undefined {
  if (count === 0) return { minimum: 0, maximum: 0 }
  let minimum = Infinity
  let maximum = -Infinity
  for (let i = 0; i < count; i += 1) {
    const value = values[i]!
    if (value !== Math.floor(value)) return undefined
    if (value < minimum) minimum = value
    if (value > maximum) maximum = value
  }
  return Number.isSafeInteger(minimum) && Number.isSafeInteger(maximum) ? { minimum, maximum } : undefined
}

function stepRange(values: ArrayLike<number>, count: number): { minimum: number; maximum: number } {
  let minimum = Infinity
  let maximum = -Infinity
  for (let i = 1; i < count; i += 1) {
    const step = values[i]! - values[i - 1]!
    if (step < minimum) minimum = step
    if (step > maximum) maximum = step
  }
  return count < 2 ? { minimum: 0, maximum: 0 } : { minimum, maximum }
}

/** Reads `count` numbers. The count comes from the caller and is bounded there. */
export function readNumbers(reader: ByteReader, count: number): Float64Array {
  const values = new Float64Array(count)
  const head = reader.u8()
  const width = head >> 4
  switch (head & 15) {
    case plain: {
      values.fill(reader.f64())
      addPlanes(reader, values, 0, count, width)
      return values
    }
    case stepped: {
      const first = reader.f64()
      values.fill(reader.f64())
      addPlanes(reader, values, 1, Math.max(0, count - 1), width)
      if (count > 0) values[0] = first
      for (let i = 1; i < count; i += 1) values[i]! += values[i - 1]!
      return values
    }
    default: {
      const at = reader.take(count * 8)
      const bytes = new Uint8Array(values.buffer)
      for (let plane = 0; plane < 8; plane += 1) {
        const from = at + plane * count
        for (let i = 0; i < count; i += 1) bytes[i * 8 + plane] = reader.bytes[from + i]!
      }
      return values
    }
  }
}

/** Steps over a column of numbers, checking that it is all there. */
export function skipNumbers(reader: ByteReader, count: number): void {
  const head = reader.u8()
  const kind = head & 15
  if (kind === plain) reader.take(8 + count * (head >> 4))
  else if (kind === stepped) reader.take(16 + Math.max(0, count - 1) * (head >> 4))
  else reader.take(count * 8)
}

function bytesFor(range: number): number {
  if (!(range < widest)) return 8
  let width = 0
  for (let limit = 1; limit <= range; limit *= 256) width += 1
  return width
}

function writePlanes(writer: ByteWriter, distances: Float64Array, count: number, width: number): void {
  if (width === 0 || count <= 0) return
  const at = writer.take(count * width)
  const bytes = writer.bytes
  if (width === 1) {
    for (let i = 0; i < count; i += 1) bytes[at + i] = distances[i]!
    return
  }
  for (let i = 0; i < count; i += 1) {
    const value = distances[i]!
    let low = value >>> 0
    const planes = width > 4 ? 4 : width
    for (let plane = 0; plane < planes; plane += 1) {
      bytes[at + plane * count + i] = low
      low >>>= 8
    }
    if (width > 4) {
      const high = Math.floor(value / 2 ** 32)
      bytes[at + 4 * count + i] = high
      if (width > 5) bytes[at + 5 * count + i] = high >>> 8
    }
  }
}

function addPlanes(reader: ByteReader, values: Float64Array, first: number, count: number, width: number): void {
  const at = reader.take(count * width)
  let factor = 1
  for (let plane = 0; plane < width; plane += 1) {
    const from = at + plane * count
    for (let i = 0; i < count; i += 1) values[first + i]! += reader.bytes[from + i]! * factor
    factor *= 256
  }
}

function writeFloats(writer: ByteWriter, values: ArrayLike<number>, count: number): void {
  writer.u8(floating)
  const floats = scratch(count)
  for (let i = 0; i < count; i += 1) floats[i] = values[i]!
  const from = new Uint8Array(floats.buffer)
  const at = writer.take(count * 8)
  const bytes = writer.bytes
  for (let plane = 0; plane < 8; plane += 1) {
    for (let i = 0; i < count; i += 1) bytes[at + plane * count + i] = from[i * 8 + plane]!
  }
}
