const decoder = new TextDecoder('utf-8')

/** Whether the first line of a file is the facts of an HTTP request: a JSON object whose method and path are texts. */
export function beginsWithRequest(bytes: Uint8Array): boolean {
  const end = bytes.indexOf(10)
  const line = decoder.decode(end === -1 ? bytes : bytes.subarray(0, end)).trim()
  if (!line.startsWith('{')) return false
  try {
    const { method, path } = JSON.parse(line) as { method?: unknown; path?: unknown }
    return typeof method === 'string' && typeof path === 'string'
  } catch {
    return false
  }
}
