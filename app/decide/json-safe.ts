/** Deeper than this, and beyond so many values, nothing is kept: input may be made to exhaust us. */
const deepest = 32
const mostValues = 10_000

/**
 * What an application hands over, as JSON has it: maps and objects with texts as keys, whatever runs through as a list,
 * and a thing with an identity (`pk`, else `id`) as that identity, since the rest of it is the application's own business.
 */
export function jsonSafe(value: unknown): unknown {
  return new Conversion().convert(value, 0)
}

class Conversion {
  private readonly ancestors = new Set<object>()
  private values = 0

  convert(value: unknown, depth: number): unknown {
    this.values += 1
    if (this.values > mostValues) return '[too many values]'
    if (value === null || value === undefined) return null
    if (typeof value === 'string' || typeof value === 'boolean') return value
    if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
    if (typeof value !== 'object') return describe(value)
    if (this.ancestors.has(value)) return '[circular]'
    if (depth >= deepest) return '[too deep]'
    this.ancestors.add(value)
    try {
      return this.convertObject(value, depth + 1)
    } catch {
      // A getter or a proxy may throw at anything that is asked of it.
      return '[unreadable]'
    } finally {
      this.ancestors.delete(value)
    }
  }

  private convertObject(value: object, depth: number): unknown {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return '[bytes]'
    if (Array.isArray(value) || value instanceof Set) return this.convertList(value, depth)
    if (value instanceof Map) return this.convertEntries(value, depth)
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype === Object.prototype || prototype === null) return this.convertEntries(Object.entries(value), depth)
    const { pk, id } = value as { pk?: unknown; id?: unknown }
    const identity = pk ?? id
    return identity === undefined || identity === null ? describe(value) : this.convert(identity, depth)
  }

  private convertList(values: Iterable<unknown>, depth: number): unknown[] {
    const list: unknown[] = []
    for (const value of values) {
      if (this.values > mostValues) break
      list.push(this.convert(value, depth))
    }
    return list
  }

  private convertEntries(entries: Iterable<readonly [unknown, unknown]>, depth: number): Record<string, unknown> {
    const converted: [string, unknown][] = []
    for (const [key, value] of entries) {
      if (this.values > mostValues) break
      converted.push([describe(key), this.convert(value, depth)])
    }
    // `fromEntries` defines, so that a key named __proto__ stays a key.
    return Object.fromEntries(converted)
  }
}

function describe(value: unknown): string {
  try {
    return String(value)
  } catch {
    return '[unreadable]'
  }
}
