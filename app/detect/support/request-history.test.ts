import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addHit, countHits, makeRequestHistory, recentHits, reviveRequestHistory } from './request-history.ts'
import { copyState } from './state.ts'

const window = 120_000
const start = Date.UTC(2026, 2, 2, 8, 0, 1, 250)

test('up to 32 hits are counted exactly, wherever the window begins', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20_000), { minLength: 1, maxLength: 200 }), (gaps) => {
      const history = makeRequestHistory(window)
      const times: number[] = []
      let time = start
      for (const [seq, gap] of gaps.entries()) {
        time += gap
        times.push(time)
        addHit(history, { seq, time }, '/', '')
        const truth = times.filter((hit) => hit > time - window).length
        const counted = countHits(history, time, window)
        if (truth <= 32) expect(counted).toBe(truth)
        else expect(counted).toBeLessThanOrEqual(truth)
      }
    }),
  )
})

test('what the window holds is told after a snapshot as before', () => {
  const history = makeRequestHistory(window)
  for (let n = 0; n < 40; n += 1) addHit(history, { seq: n, time: start + n * 5000 }, `/${n % 3}`, n % 2 === 0 ? 'a' : '')
  const time = start + 39 * 5000
  const revived = reviveRequestHistory(copyState(history))
  expect(recentHits(revived, time, window)).toEqual(recentHits(history, time, window))
  expect(recentHits(history, time, window)).toMatchObject({ paths: new Set(['/0', '/1', '/2']), labels: new Set(['a']) })
  expect(countHits(revived, time, window)).toBe(24)
  expect(revived.seqs).toHaveLength(32)
})
