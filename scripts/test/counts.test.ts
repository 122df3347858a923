import { describe as group, expect, test } from 'vitest'
import { countCheck, countPlaywright, countVitest, describe, sum } from './counts.mjs'

const vitest = { numPassedTests: 10, numFailedTests: 0, numPendingTests: 2, numTodoTests: 0, testResults: [] }

group('counting what ran', () => {
  test('the closing line names failures always and skips when there are some', () => {
    expect(describe({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
    expect(describe(sum([countCheck(true), countCheck(false), countVitest(vitest, true)]))).toBe('11 passed, 1 failed, 2 skipped')
  })

  test('a test file that cannot be loaded is a failure', () => {
    const report = { ...vitest, testResults: [{ status: 'failed', assertionResults: [] }] }
    expect(countVitest(report, false).failed).toBe(1)
  })

  test('a runner that ends badly, says nothing, or ran nothing is a failure', () => {
    expect(countVitest(vitest, false).failed).toBe(1)
    expect(countVitest(undefined, true).failed).toBe(1)
    expect(countVitest({ ...vitest, numPassedTests: 0 }, true).failed).toBe(1)
    expect(countPlaywright({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 5 } }, true).failed).toBe(1)
  })

  test('a browser test that passed only on a second try is a failure', () => {
    expect(countPlaywright({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 3 } }, false)).toEqual({
      passed: 4,
      failed: 2,
      skipped: 3,
    })
  })
})
