/** A key that contains one of these names a secret; compared in lower case, hyphens as underscores. */
export const sensitiveFragments = [
  'password',
  'token',
  'refresh',
  'access',
  'authorization',
  'secret',
  'api_key',
  'card',
  'cvv',
  'pin',
  'cookie',
  'session',
  'csrf',
  'set_cookie',
] as const

export const mask = '***'

/** Deeper than this nothing of ours nests; what does is hostile or a mistake. */
const deepest = 32

export function isSensitiveKey(key: string): boolean {
  const plain = key.toLowerCase().replaceAll('-', '_')
  return sensitiveFragments.some((fragment) => plain.includes(fragment))
}

/** A deep copy in which every value under a sensitive key is `***`. Cycles and absurd depth are masked as well. */
export function maskSensitive(value: unknown): unknown {
  return maskValue(value, 0, new Set())
}

function maskValue(value: unknown, depth: number, above: Set<object>): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest || above.has(value)) return mask
  above.add(value)
  const masked = maskObject(value, depth + 1, above)
  above.delete(value)
  return masked
}

function maskObject(value: object, depth: number, above: Set<object>): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => maskValue(item, depth, above))
  if (value instanceof Map) {
    return new Map(
      [...value].map(([key, item]: [unknown, unknown]) => [key, isSensitiveKey(String(key)) ? mask : maskValue(item, depth, above)]),
    )
  }
  if (value instanceof Set) return [...value].map((item: unknown) => maskValue(item, depth, above))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [key, isSensitiveKey(key) ? mask : maskValue(item, depth, above)]),
  )
}
