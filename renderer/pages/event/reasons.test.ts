import { describe, expect, it } from 'vitest'
import { explainAlert, writeMeasure } from './reasons.ts'

describe('a measured number', () => {
  it.each([
    [150, 'count', '150'],
    [2048, 'bytes', '2.0 KiB'],
    [58, 'seconds', '58 s'],
    [1423.3312, undefined, '1423'],
    [0.98765, 'probability', '0.9877'],
    [12000, 'ports', '12 000 ports'],
    ['NL', undefined, 'NL'],
  ])('%s %s reads %s', (value, unit, text) => expect(writeMeasure(value, unit)).toBe(text))
})

describe('the alert', () => {
  it('is explained by its risk, or by the flag', () => {
    expect(explainAlert({ risk_score: 49, should_alert: false })).toContain('below')
    expect(explainAlert({ risk_score: 50, should_alert: false })).toContain('off')
    expect(explainAlert({ risk_score: 50, should_alert: true })).not.toContain('off')
  })
})
