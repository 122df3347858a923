/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} VitestReport
 * @typedef {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} PlaywrightReport
 */

/** A check without tests of its own counts as one. @param {boolean} good @returns {Counts} */
export function countCheck(good) {
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 }
}

/**
 * @param {VitestReport | undefined} report
 * @param {boolean} good whether the runner itself ended well
 * @returns {Counts}
 */
export function countVitest(report, good) {
  if (!report) return countCheck(false)
  // A file that cannot be loaded has no test that could fail: it is one.
  const unloadable = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable,
    skipped: report.numPendingTests + report.numTodoTests,
  }
  return distrust(counts, good)
}

/**
 * @param {PlaywrightReport | undefined} report
 * @param {boolean} good
 * @returns {Counts}
 */
export function countPlaywright(report, good) {
  if (!report) return countCheck(false)
  const { expected, unexpected, flaky, skipped } = report.stats
  return distrust({ passed: expected, failed: unexpected + flaky, skipped }, good)
}

/**
 * A runner that failed without a failing test, or ran none, must not look green.
 * @param {Counts} counts
 * @param {boolean} good
 * @returns {Counts}
 */
function distrust(counts, good) {
  const failed = counts.failed === 0 && (!good || counts.passed === 0) ? 1 : counts.failed
  return { ...counts, failed }
}

/** @param {Counts[]} all @returns {Counts} */
export function sum(all) {
  return all.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  )
}

/** The plain closing line. @param {Counts} counts */
export function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
