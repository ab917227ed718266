import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest, summary } from './count.mjs';

describe('counts', () => {
  it('reads both reports', () => {
    const unit = countVitest({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2 });
    const flows = countPlaywright({
      stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 4 },
    });
    expect(unit).toEqual({ passed: 5, failed: 1, skipped: 2 });
    expect(flows).toEqual({ passed: 3, failed: 2, skipped: 4 });
    expect(summary([unit, flows], true)).toBe('8 passed, 3 failed');
  });

  it('never says that all passed when a step failed', () => {
    expect(summary([], true)).toBe('0 passed, 1 failed');
    expect(summary([{ passed: 7, failed: 0, skipped: 0 }], false)).toBe('7 passed, 0 failed');
  });
});
