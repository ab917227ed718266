/** Reads the counts out of the JSON reports of Vitest and Playwright. */

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/**
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests?: number }} report
 * @returns {Count}
 */
export function countVitest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests ?? 0,
  };
}

/**
 * A flaky test passed only when tried again: it counts as failed.
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} report
 * @returns {Count}
 */
export function countPlaywright({ stats }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  };
}

/**
 * The last line of `npm test`. A step that failed without a failing test (types, lint, a crash)
 * counts as one, so that the line never reads as if all were well.
 * @param {Count[]} counts
 * @param {boolean} stopped whether a step failed
 */
export function summary(counts, stopped) {
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  return `${passed} passed, ${stopped ? Math.max(failed, 1) : failed} failed`;
}
