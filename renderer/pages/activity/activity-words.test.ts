import { expect, it } from 'vitest'
import { sayChange } from './activity-words.ts'

it('says what deciding anew made of how many events', () => {
  const tally = (severity: string, risk_score: number, events: number) => ({
    severity,
    risk_score,
    events,
    category: 'network',
    action_taken: 'alert',
  })
  expect(sayChange({ before: [tally('medium', 60, 2)], after: [tally('high', 75, 2)] })).toBe('2 events: medium 60 → high 75')
  expect(sayChange({ before: [tally('medium', 60, 1), tally('high', 75, 1)], after: [tally('low', 10, 2)] })).toBe(
    '2 events: 1 medium 60, 1 high 75 → low 10',
  )
})

it('says any other change field by field', () => {
  expect(sayChange({ before: { enabled: false }, after: { enabled: true } })).toBe('enabled: false → true')
  expect(sayChange({ before: null, after: [] })).toBe('[]')
})
