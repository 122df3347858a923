/** Typed arrays as text, so that a model is JSON like everything that is kept: base64 of their little-endian bytes. */
type Numbers = Uint16Array | Int32Array | Uint32Array | Float32Array

export function packNumbers(numbers: Numbers): string {
  const size = numbers.BYTES_PER_ELEMENT
  const bytes = new Uint8Array(numbers.length * size)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < numbers.length; at += 1) write(view, at * size, numbers, at)
  return toBase64(bytes)
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  // `fromCharCode` takes its bytes as arguments, of which engines allow some ten thousand.
  for (let from = 0; from < bytes.length; from += 8190) text += btoa(String.fromCharCode(...bytes.subarray(from, from + 8190)))
  return text
}

function write(view: DataView, offset: number, numbers: Numbers, at: number): void {
  const value = numbers[at]!
  if (numbers instanceof Uint16Array) view.setUint16(offset, value, true)
  else if (numbers instanceof Int32Array) view.setInt32(offset, value, true)
  else if (numbers instanceof Uint32Array) view.setUint32(offset, value, true)
  else view.setFloat32(offset, value, true)
}

/** Throws on what is no base64. */
function readBytes(text: string): DataView {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at)
  return new DataView(bytes.buffer)
}

export function unpackUint16(text: string): Uint16Array {
  const view = readBytes(text)
  return Uint16Array.from({ length: view.byteLength / 2 }, (_, at) => view.getUint16(at * 2, true))
}

export function unpackInt32(text: string): Int32Array {
  const view = readBytes(text)
  return Int32Array.from({ length: view.byteLength / 4 }, (_, at) => view.getInt32(at * 4, true))
}

export function unpackUint32(text: string): Uint32Array {
  const view = readBytes(text)
  return Uint32Array.from({ length: view.byteLength / 4 }, (_, at) => view.getUint32(at * 4, true))
}

export function unpackFloat32(text: string): Float32Array {
  const view = readBytes(text)
  return Float32Array.from({ length: view.byteLength / 4 }, (_, at) => view.getFloat32(at * 4, true))
}

/** Whole numbers, most of them small and many 0, seven bits a byte (LEB128); a 0 is followed by how many more there are. */
export function packCounts(counts: Uint32Array): string {
  const bytes: number[] = []
  const add = (count: number) => {
    let rest = count
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
    bytes.push(rest)
  }
  for (let at = 0; at < counts.length; at += 1) {
    add(counts[at]!)
    if (counts[at] !== 0) continue
    const first = at
    while (counts[at + 1] === 0) at += 1
    add(at - first)
  }
  return toBase64(Uint8Array.from(bytes))
}

/** Throws where there are not `length` of them. */
export function unpackCounts(text: string, length: number): Uint32Array {
  const view = readBytes(text)
  const counts = new Uint32Array(length)
  let offset = 0
  const read = () => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = view.getUint8(offset)
      offset += 1
      value += (byte % 128) * scale
      if (byte < 128) return value
    }
  }
  let at = 0
  for (; offset < view.byteLength; at += 1) {
    const count = read()
    if (at < length) counts[at] = count
    if (count === 0) at += read()
  }
  if (at !== length) throw new Error(`${at} counts in place of ${length}`)
  return counts
}
