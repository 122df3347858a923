import { describe, expect, it } from 'vitest'
import { LruMap } from './lru.ts'
import { copyState } from './state.ts'

describe('least recently used map', () => {
  it('gives up the entry touched longest ago, hands it back and counts it', () => {
    const map = new LruMap<number>(2)
    map.set('a', 1)
    map.set('b', 2)
    map.get('a')
    expect(map.set('c', 3)).toBe(2)
    expect([...map.keys()]).toEqual(['a', 'c'])
    expect(map.evicted).toBe(1)
  })

  it('keeps whoever is still about when it fills up', () => {
    const map = new LruMap<number>(100)
    map.set('busy', 0)
    for (let n = 0; n < 1000; n += 1) {
      map.set(`once-${n}`, n)
      map.get('busy')
    }
    expect(map.peek('busy')).toBe(0)
    expect(map.size).toBe(100)
  })

  it('replaces without evicting', () => {
    const map = new LruMap<number>(1)
    map.set('a', 1)
    expect(map.set('a', 2)).toBeUndefined()
    expect(map.get('a')).toBe(2)
    expect(map.evicted).toBe(0)
  })

  it('keeps touch order right when the newest entry was deleted', () => {
    const map = new LruMap<number>(3)
    map.set('a', 1)
    map.set('b', 2)
    expect(map.delete('b')).toBe(true)
    map.get('a')
    map.set('b', 3)
    expect([...map.keys()]).toEqual(['a', 'b'])
  })

  it('keeps order and evictions over a snapshot', () => {
    const map = new LruMap<number>(2)
    for (const [at, key] of ['a', 'b', 'c'].entries()) map.set(key, at)
    map.get('b')
    const again = new LruMap<number>(2)
    again.restore(copyState(map.snapshot()) as ReturnType<typeof map.snapshot>, Number)
    again.set('d', 9)
    expect([...again.keys()]).toEqual(['b', 'd'])
    expect(again.evicted).toBe(2)
  })
})
