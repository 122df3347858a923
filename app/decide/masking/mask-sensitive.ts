import { readNestedJson } from './nested-json.ts'
import { createKeyFinder, mask, sensitiveFragments, type KeyFinder } from './sensitive-keys.ts'

export { isSensitiveKey, mask, sensitiveFragments } from './sensitive-keys.ts'

/** Beyond these nothing is kept: input may be made to exhaust us. Levels; values; characters. */
const deepest = 32
const mostValues = 10_000
const mostCharacters = 1 << 20

/** Those of today have 15 digits and more; what is shorter may be a count of bytes, and must stay a number. */
const shortestSecretNumber = 1e14

export interface SensitiveOptions {
  findFragment: KeyFinder
  /** Applied to every text that is kept. */
  maskText?: (text: string) => string
  /** Told of every value that was masked by its key. */
  onMasked?: (key: string, fragment: string) => void
}

const defaults: SensitiveOptions = { findFragment: createKeyFinder({ fragments: sensitiveFragments, exempt_keys: [] }) }

/** A copy in which every value under a sensitive key is `***`, whatever it was. The input is not changed. */
export function maskSensitive(value: unknown, options: SensitiveOptions = defaults): unknown {
  return new Masking(options).copy(value, 0)
}

/** The same for an object. */
export function maskMetadata(metadata: Readonly<Record<string, unknown>>, options: SensitiveOptions = defaults): Record<string, unknown> {
  return maskSensitive(metadata, options) as Record<string, unknown>
}

class Masking {
  private readonly ancestors = new Set<object>()
  private readonly options: SensitiveOptions
  private values = 0
  private characters = 0
  /** Keys that were read, and changes that were made: a text that holds JSON is left as it is only where all of it was seen. */
  private keys = 0
  private changes = 0

  constructor(options: SensitiveOptions) {
    this.options = options
  }

  copy(value: unknown, depth: number): unknown {
    this.values += 1
    if (this.values > mostValues) return this.leaveOut('[too many values]')
    if (typeof value === 'string') return this.copyText(value, depth)
    if (typeof value === 'bigint') return this.keepText(String(value))
    if (typeof value === 'number' && value >= shortestSecretNumber && Number.isSafeInteger(value)) return this.copyNumber(value)
    if (typeof value === 'function' || typeof value === 'symbol') return this.leaveOut(`[${typeof value}]`)
    if (typeof value !== 'object' || value === null) return value
    if (this.ancestors.has(value)) return this.leaveOut('[circular]')
    if (depth >= deepest) return this.leaveOut('[too deep]')
    this.ancestors.add(value)
    try {
      return this.copyObject(value, depth + 1)
    } catch {
      // A proxy may throw at anything that is asked of it.
      return this.leaveOut('[unreadable]')
    } finally {
      this.ancestors.delete(value)
    }
  }

  /** A card number is one without quotation marks too. */
  private copyNumber(value: number): unknown {
    const text = String(value)
    const kept = this.keepText(text)
    return kept === text ? value : kept
  }

  private copyObject(value: object, depth: number): unknown {
    if (Array.isArray(value)) return this.copyList(value, depth)
    if (value instanceof Set) return this.copyList(value, depth)
    if (value instanceof Date) return new Date(value.getTime())
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return this.leaveOut('[bytes]')
    // What is kept is kept as JSON, which has no maps.
    const entries = value instanceof Map ? value.entries() : readEntries(value)
    // `fromEntries` defines, so that a key named __proto__ stays a key.
    return Object.fromEntries(this.copyEntries(entries, depth))
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
      this.keys += 1
      const name = describeKey(key)
      const fragment = this.options.findFragment(name)
      const kept = this.keepText(name)
      if (fragment === undefined) {
        copies.push([kept, this.copy(value, depth)])
        continue
      }
      this.values += 1
      this.changes += 1
      if (value !== mask) this.options.onMasked?.(kept, fragment)
      copies.push([kept, mask])
    }
    return copies
  }

  /** A text may be JSON, and that JSON hold a text that is JSON. */
  private copyText(text: string, depth: number): string {
    if (this.characters + text.length > mostCharacters) return this.leaveOut('[too long]')
    const nested = depth < deepest ? readNestedJson(text) : undefined
    if (nested === undefined) return this.keepText(text)
    const { keys, changes } = this
    const copy = this.copy(nested.value, depth + 1)
    // JSON may name a key twice, and only the last one is parsed: the others must not stay in the text.
    if (this.changes === changes && this.keys - keys === nested.keys) return this.keepText(text)
    this.changes += 1
    return this.keepText(JSON.stringify(copy))
  }

  private keepText(text: string): string {
    this.characters += text.length
    if (this.characters > mostCharacters) return this.leaveOut('[too long]')
    const masked = this.options.maskText?.(text) ?? text
    if (masked !== text) this.changes += 1
    return masked
  }

  private leaveOut(marker: string): string {
    this.changes += 1
    return marker
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

/** Keys of a map may be anything; what cannot be told is no key. */
function describeKey(key: unknown): string {
  try {
    return String(key)
  } catch {
    return '[unreadable]'
  }
}
