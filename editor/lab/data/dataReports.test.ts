import { describe, expect, it } from 'vitest';
import type { DatasetReport, LoadProgress, Result } from '../../../runtime/index';
import { createFakeRuntime } from '../testing/fakeRuntime';
import { createDataReports, dataKey } from './dataReports';

const report: DatasetReport = {
  sizes: { train: 5, validation: 2, test: 1 },
  notes: [],
  hasBaselines: true,
};

function begin() {
  const asked: string[] = [];
  let tell: (progress: LoadProgress) => void = () => {};
  let end: (result: Result<DatasetReport>) => void = () => {};
  const runtime = createFakeRuntime();
  const reports = createDataReports({
    ...runtime,
    describe(dataset, _needs, onProgress) {
      asked.push(dataset);
      tell = onProgress;
      return new Promise((resolve) => {
        end = resolve;
      });
    },
    async baselines(dataset) {
      asked.push(`baselines of ${dataset}`);
      return dataset === 'sotu'
        ? {
            ok: true,
            value: [{ title: '5-gram model', metric: { kind: 'bits', value: 2.3 } }],
            diagnostics: [],
          }
        : { ok: false, diagnostics: [] };
    },
  });
  return {
    reports,
    asked,
    tell: (progress: LoadProgress) => tell(progress),
    end: async (result: Result<DatasetReport>) => {
      end(result);
      await Promise.resolve();
      await Promise.resolve();
    },
    state: (dataset: string) => reports.store.getState().states[dataKey(dataset, [])],
  };
}

describe('reports of data sets', () => {
  it('are asked for once, with how far the loading is', async () => {
    const { reports, asked, tell, end, state } = begin();
    reports.ask('mnist', []);
    reports.ask('mnist', []);
    expect(asked).toEqual(['mnist']);
    const progress = { kind: 'fetching', done: 1e6, total: 4e6 } as const;
    tell(progress);
    expect(state('mnist')).toEqual({ kind: 'loading', progress });
    await end({ ok: true, value: report, diagnostics: [] });
    expect(state('mnist')).toEqual({ kind: 'known', report });
    tell(progress);
    expect(state('mnist')?.kind).toBe('known');
  });

  it('tell which packs are not there, until one is', async () => {
    const { reports, asked, end, state } = begin();
    const problem = { code: 'run/pack', severity: 'error', message: 'Not here.', at: {} } as const;
    reports.ask('cifar10', []);
    await end({ ok: false, diagnostics: [problem] });
    expect(state('cifar10')?.kind).toBe('failed');
    expect(reports.store.getState().absent).toEqual(['cifar10']);
    reports.note('mnist', [problem]);
    expect(reports.store.getState().absent).toEqual(['cifar10']);
    reports.ask('cifar10', []);
    expect(asked).toHaveLength(2);
    await end({ ok: true, value: report, diagnostics: [] });
    expect(reports.store.getState().absent).toEqual([]);
  });

  it('bring baselines, and ask again where that failed', async () => {
    const { reports, asked } = begin();
    const found = () => reports.store.getState().baselines;
    for (const _ of 'ab') reports.askBaselines('sotu', []);
    expect(found()[dataKey('sotu', [])]).toBeNull();
    await Promise.resolve();
    expect(found()[dataKey('sotu', [])]).toHaveLength(1);
    reports.askBaselines('copy', []);
    await Promise.resolve();
    expect(found()).not.toHaveProperty([dataKey('copy', [])]);
    reports.askBaselines('copy', []);
    expect(asked).toEqual(['baselines of sotu', 'baselines of copy', 'baselines of copy']);
  });
});
