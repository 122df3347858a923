import { describe, expect, it } from 'vitest'
import { writeMeasure } from './reasons.ts'

describe('a measured number', () => {
  it.each([
    [150, 'count', '150'],
    [2048, 'bytes', '2.0 KiB'],
    [58, 'seconds', '58 s'],
    [1423.3312, undefined, '1 423'],
    [28620.4, 'seconds', '28 620 s'],
    [0.98765, 'probability', '0.9877'],
    [12000, 'ports', '12 000 ports'],
    ['NL', undefined, 'NL'],
  ])('%s %s reads %s', (value, unit, text) => expect(writeMeasure(value, unit)).toBe(text))
})
