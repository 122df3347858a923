import { expect, test } from 'vitest'
import { addWords, TermSet, wordsOf } from './block-terms.ts'

test('every word of a text is a term, however much longer it is than the texts before it', () => {
  for (const length of [5_000, 20_000, 100_000]) {
    const text = `needle${length} ${'lorem '.repeat(length / 6)}`
    const terms = new TermSet()
    addWords(terms, new TextEncoder().encode(text))
    expect(new Set(terms.take())).toEqual(new Set(Uint32Array.from(wordsOf(`needle${length} lorem`))))
  }
  expect(new Set(wordsOf('ipsum '.repeat(100_000)))).toEqual(new Set(wordsOf('ipsum')))
})
