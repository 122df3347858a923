/** What stands where a sensitive value stood. */
export const mask = '***'

/** Parts of key names whose values are never kept; `-` in a key counts as `_`. */
export const sensitiveFragments: readonly string[] = [
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
]

/** Deeper than this, and beyond so many values, nothing is kept: input may be made to exhaust us. */
const deepest = 32
const mostValues = 10_000

export function isSensitiveKey(key: string): boolean {
  const name = key.toLowerCase().replaceAll('-', '_')
  return sensitiveFragments.some((fragment) => name.includes(fragment))
}

/** A copy in which every value under a sensitive key is `***`, whatever it was. The input is not changed. */
export function maskSensitive(value: unknown): unknown {
  return new Masking().copy(value, 0)
}

/** The same for an object. */
export function maskMetadata(metadata: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return maskSensitive(metadata) as Record<string, unknown>
}

class Masking {
  private readonly ancestors = new Set<object>()
  private values = 0

  copy(value: unknown, depth: number): unknown {
    this.values += 1
    if (this.values > mostValues) return '[too many values]'
    if (typeof value !== 'object' || value === null || value instanceof Date) return value
    if (this.ancestors.has(value)) return '[circular]'
    if (depth >= deepest) return '[too deep]'
    this.ancestors.add(value)
    const copy = this.copyObject(value, depth + 1)
    this.ancestors.delete(value)
    return copy
  }

  private copyObject(value: object, depth: number): unknown {
    if (Array.isArray(value)) return this.copyList(value, depth)
    if (value instanceof Set) return this.copyList(value, depth)
    if (ArrayBuffer.isView(value)) return '[bytes]'
    if (value instanceof Map) return new Map(this.copyEntries(value, depth))
    // `fromEntries` defines, so that a key named __proto__ stays a key.
    return Object.fromEntries(this.copyEntries(readEntries(value), depth))
  }

  private copyList(values: Iterable<unknown>, depth: number): unknown[] {
    const copies: unknown[] = []
    for (const value of values) {
      if (this.values > mostValues) break
      copies.push(this.copy(value, depth))
    }
    return copies
  }

  private copyEntries(entries: Iterable<readonly [unknown, unknown]>, depth: number): [string, unknown][] {
    const copies: [string, unknown][] = []
    for (const [key, value] of entries) {
      if (this.values > mostValues) break
      const name = String(key)
      copies.push([name, isSensitiveKey(name) ? mask : this.copy(value, depth)])
    }
    return copies
  }
}

/** Own enumerable entries; a getter that throws is no reason to lose the rest. */
function* readEntries(value: object): Generator<[string, unknown]> {
  for (const key of Object.keys(value)) {
    try {
      yield [key, (value as Record<string, unknown>)[key]]
    } catch {
      yield [key, '[unreadable]']
    }
  }
}
