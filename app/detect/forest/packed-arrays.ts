/** Typed arrays as text, so that a model is JSON like everything that is kept: base64 of their little-endian bytes. */
type Numbers = Uint16Array | Int32Array | Uint32Array | Float32Array

export function packNumbers(numbers: Numbers): string {
  const size = numbers.BYTES_PER_ELEMENT
  const bytes = new Uint8Array(numbers.length * size)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < numbers.length; at += 1) write(view, at * size, numbers, at)
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
