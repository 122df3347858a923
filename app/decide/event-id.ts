/**
 * The id of an event is made of what it is about, so that the same records give the same ids wherever they are read.
 * FNV-1a over UTF-16 units, twice with different offsets, 64 bits in all: ids name, they do not protect, and the pure
 * rooms have no SHA.
 */
export function makeEventId(...parts: readonly string[]): string {
  const text = parts.join('\n')
  return hash(text, 0x811c9dc5) + hash(text, 0x9747b28c)
}

function hash(text: string, offset: number): string {
  let value = offset
  for (let at = 0; at < text.length; at += 1) {
    value ^= text.charCodeAt(at)
    value = Math.imul(value, 0x01000193)
  }
  // Murmur3's finalizer: FNV's high bits are weak for short texts.
  value ^= value >>> 16
  value = Math.imul(value, 0x85ebca6b)
  value ^= value >>> 13
  return (value >>> 0).toString(16).padStart(8, '0')
}
