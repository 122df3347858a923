import { describe, expect, it } from 'vitest'
import { stepsOf } from './decision-line.ts'

const outcomes = (risk_score: number, should_alert: boolean, should_step_up: boolean, should_block: boolean) =>
  stepsOf({ risk_score, should_alert, should_step_up, should_block }).map(({ outcome }) => outcome)

describe('what was decided, threshold by threshold', () => {
  it('tells a score that does not reach from a flag that held it back', () => {
    expect(outcomes(30, false, false, false)).toEqual(['below', 'below', 'below'])
    expect(outcomes(70, false, false, false)).toEqual(['held', 'below', 'below'])
    expect(outcomes(100, true, true, false)).toEqual(['done', 'done', 'held'])
    expect(outcomes(100, true, true, true)).toEqual(['done', 'done', 'done'])
  })

  it('names the flag', () => {
    expect(stepsOf({ risk_score: 70, should_alert: false, should_step_up: false, should_block: false })[0]!.because).toBe(
      '70 reaches 50, but the alerting flag was not on for it',
    )
  })
})
