import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildFilter, mayHold } from './block-filter.ts'
import { hashText } from './block-terms.ts'

test('a term that went in is always found', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffffffff), { minLength: 1, maxLength: 500 }), (terms) => {
      const stored = Uint32Array.from(terms, (term) => (term === 0 ? 1 : term))
      const filter = buildFilter(stored)
      for (const term of terms) expect(mayHold(filter, term)).toBe(true)
    }),
  )
})

test('about one in a hundred of the terms that did not go in passes', () => {
  const filter = buildFilter(Uint32Array.from({ length: 10_000 }, (_, i) => hashText(`user-${i}`)))
  let passed = 0
  for (let i = 0; i < 100_000; i += 1) if (mayHold(filter, hashText(`other-${i}`))) passed += 1
  expect(passed / 100_000).toBeLessThan(0.02)
  expect(filter.length).toBeLessThan(16_000)
})

test('an empty filter lets everything pass', () => {
  expect(mayHold(new Uint8Array(0), 7)).toBe(true)
})
