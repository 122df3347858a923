const decoder = new TextDecoder('utf-8')

/** Whether the first line of a file is the facts of an HTTP request: a JSON object whose method and path are texts. */
export function beginsWithRequest(bytes: Uint8Array): boolean {
  const first = readFirst(bytes)
  return typeof first?.['method'] === 'string' && typeof first['path'] === 'string'
}

const times = ['timestamp', 'time', '@timestamp']
const ends = ['src_ip', 'source_ip', 'client_ip', 'dst_ip', 'destination_ip', 'server_ip']

/** Whether it is a network event: an object with a time and at least one end. */
export function beginsWithEvent(bytes: Uint8Array): boolean {
  const first = readFirst(bytes)
  if (first === undefined) return false
  const has = (keys: readonly string[]) => keys.some((key) => Object.hasOwn(first, key))
  return has(times) && has(ends)
}

function readFirst(bytes: Uint8Array): Record<string, unknown> | undefined {
  const end = bytes.indexOf(10)
  const line = decoder.decode(end === -1 ? bytes : bytes.subarray(0, end)).trim()
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined
  }
}
