import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSignalStore } from '../../store/index.ts'
import { temporaryFolder } from '../testing/stream-engine.ts'
import { cleanJudgements } from './clean-up.ts'

test('verdicts of streams are forgotten by age, and what is younger stays', () => {
  const file = join(temporaryFolder(), 'signals.db')
  const day = 86_400_000
  expect(cleanJudgements(file, 90, 100 * day)).toEqual({ kind: 'absent' })
  const opened = openSignalStore(file)
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  const judged = { value: 1, score: 0.1, probability: 0.5, lower: 0, upper: 2, is_anomaly: false, warming: false }
  opened.store.write(Array.from({ length: 50_000 }, (_, n) => ({ stream: 'load', key: `k${n % 3}`, ts: n * 2000_000, ...judged })))
  opened.store.close()
  // 50,000 points of 2,000 s reach over 1157 days.
  const cleaned = cleanJudgements(file, 90, 50_000 * 2000_000)
  expect(cleaned).toEqual({ kind: 'cleaned', deleted: 50_000 - (90 * day) / 2000_000 })
  expect(cleanJudgements(file, 90, 50_000 * 2000_000)).toEqual({ kind: 'cleaned', deleted: 0 })
})
