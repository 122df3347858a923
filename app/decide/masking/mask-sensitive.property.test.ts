import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSensitiveKey, maskSensitive } from './mask-sensitive.ts'
import { defaultMasker } from './masker.ts'

const keys = fc.constantFrom('a', 'password', 'X-Api-Key', 'items', 'Set-Cookie', '__proto__', 'constructor', 'user')
/** Values and the same in texts, in several layers. */
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.date({ noInvalidDate: true }), fc.bigInt()),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(keys, tie('tree'), { maxKeys: 4 }),
    fc.array(fc.tuple(keys, tie('tree')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(tie('tree'), { maxLength: 3 }).map((items) => new Set(items)),
    fc.dictionary(keys, tie('tree'), { maxKeys: 3 }).map((object) => stringify(object)),
    fc
      .array(fc.tuple(keys, tie('tree')), { maxLength: 3 })
      .map((pairs) => `{${pairs.map(([key, value]) => `"${key}": ${stringify(value)}`).join(' ,')}}`),
  ),
}))
const stringify = (value: unknown) =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? 'null'

/** Puts the canary under every sensitive key, in whatever form. */
const canary = 'canary-7f3a'
function plant(value: unknown, hidden: boolean): unknown {
  if (Array.isArray(value)) return value.map((inner) => plant(inner, hidden))
  if (value instanceof Set) return new Set([...value].map((inner) => plant(inner, hidden)))
  if (value instanceof Map) return new Map([...value].map(([key, inner]) => [key, plant(inner, hidden || isSensitiveKey(String(key)))]))
  if (value instanceof Date) return hidden ? canary : value
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plant(inner, hidden || isSensitiveKey(key))]))
  }
  return hidden ? canary : value
}

test('no value survives under a sensitive key, at any depth, in any form', () => {
  fc.assert(
    fc.property(tree, fc.boolean(), (input, asText) => {
      const planted = plant(input, false)
      const given = asText ? { body: stringify(planted) } : planted
      expect(stringify(maskSensitive(given))).not.toContain(canary)
      expect(stringify(defaultMasker.metadata({ given }))).not.toContain(canary)
    }),
    { numRuns: 1000 },
  )
})

test('masking twice is masking once, and what is kept can be stored', () => {
  fc.assert(
    fc.property(tree, (input) => {
      const once = maskSensitive(input)
      expect(maskSensitive(once)).toEqual(once)
      const kept = defaultMasker.metadata({ input })
      expect(defaultMasker.metadata(kept)).toEqual(kept)
      expect(() => JSON.stringify(kept)).not.toThrow()
    }),
    { numRuns: 1000 },
  )
})

test('any input is left as it was', () => {
  fc.assert(
    fc.property(tree, (input) => {
      const before = structuredClone(input)
      maskSensitive(input)
      expect(input).toEqual(before)
    }),
  )
})
