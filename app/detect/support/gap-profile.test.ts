import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addGap, makeGapProfile, quantileGap } from './gap-profile.ts'

describe('gap profile', () => {
  it('tells the pause below which nearly all time was spent, to half an octave', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 86_400_000 }), { minLength: 1, maxLength: 50 }), (gaps) => {
        const profile = makeGapProfile()
        for (const gap of gaps) addGap(profile, gap)
        const longest = Math.max(...gaps)
        expect(quantileGap(profile, 1)).toBeGreaterThanOrEqual(longest)
        expect(quantileGap(profile, 1)).toBeLessThanOrEqual(2 * longest)
      }),
    )
  })

  it('knows a sender of rare bursts by the pause between them', () => {
    const profile = makeGapProfile()
    for (let burst = 0; burst < 5; burst += 1) {
      for (let n = 0; n < 2000; n += 1) addGap(profile, 2)
      addGap(profile, 3_600_000)
    }
    expect(quantileGap(profile, 0.99)).toBeGreaterThanOrEqual(3_600_000)
  })

  it('is not swayed by one pause in a busy week, and forgets old habits', () => {
    const profile = makeGapProfile()
    const busy = (length: number) => {
      for (let passed = 0; passed < length; passed += 10_000) addGap(profile, 10_000)
    }
    addGap(profile, 600_000)
    busy(2 * 86_400_000)
    expect(quantileGap(profile, 0.99)).toBeLessThan(20_000)
    for (let night = 0; night < 3; night += 1) addGap(profile, 28_800_000)
    expect(quantileGap(profile, 0.99)).toBeGreaterThanOrEqual(28_800_000)
    busy(40 * 86_400_000)
    expect(quantileGap(profile, 0.99)).toBeLessThan(20_000)
  })
})
