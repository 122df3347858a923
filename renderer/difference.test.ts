import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { diffOf, summarize } from './difference.ts'

describe('the difference of an change', () => {
  it('names each leaf that changed', () => {
    expect(diffOf({ a: { b: 1, c: 2 }, d: [1] }, { a: { b: 1, c: 3 }, d: [1, 2] })).toEqual([
      { path: 'a.c', before: '2', after: '3' },
      { path: 'd', before: '[1]', after: '[1,2]' },
    ])
  })

  it('tells apart what came, what went and what was emptied', () => {
    expect(diffOf(null, { id: 'x' })).toEqual([{ path: 'id', before: undefined, after: 'x' }])
    expect(diffOf({ id: 'x' }, undefined)).toEqual([{ path: 'id', before: 'x', after: undefined }])
    expect(diffOf({ owner: 'ada' }, { owner: null })).toEqual([{ path: 'owner', before: 'ada', after: 'none' }])
    expect(diffOf(false, true)).toEqual([{ path: '', before: 'false', after: 'true' }])
  })

  it('finds nothing between equal values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(diffOf(value, structuredClone(value))).toEqual([])
      }),
    )
  })

  it('writes moments as moments', () => {
    expect(diffOf(null, { expires_at: 1795361237099 })).toEqual([
      { path: 'expires_at', before: undefined, after: '2026-11-22T15:27:17.099Z' },
    ])
  })

  it('is summed up without its bookkeeping', () => {
    const differences = diffOf({ status: 'new', revision: 1 }, { status: 'resolved', verdict: 'benign', revision: 2 })
    expect(summarize(differences)).toBe('status: new → resolved, verdict: benign')
    expect(summarize(diffOf({ id: 'a', port: 1 }, null))).toBe('removed id: a, port: 1')
    expect(summarize([])).toBe('')
  })
})
