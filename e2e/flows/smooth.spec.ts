/**
 * While the worker trains, the page stays free: no task of 50 ms that the training causes. Measured
 * in processor time of the page's main thread, since on a busy machine the clock also counts the
 * time that another process had. Long tasks by the clock are reported beside it, and those of the
 * same page at rest.
 */
import type { Browser, Page } from '@playwright/test';
import { expect, test } from '../pages/test';

/** How long each of both is watched, ms. */
const WINDOW = 8000;
/** What a browser calls a long task (W3C Long Tasks API), ms. */
const LONG = 50;

interface Tasks {
  /** Tasks seen, those of the garbage collector left out. */
  readonly count: number;
  /** The most processor time of one, ms. */
  readonly longest: number;
  /** Durations over 50 ms by the clock. */
  readonly long: readonly number[];
}

test('training causes no long task on the page @fallback', async ({
  page,
  browser,
  site,
  gallery,
  lab,
}, testInfo) => {
  await site.open();
  await gallery.openPreset('ViT (tiny)');
  await lab.setExperiment({ Steps: 100_000 });
  await lab.startTraining();
  await expect(lab.root.locator('.lab-chart canvas').first()).toBeVisible();
  const from = await lab.step();
  const training = await watchTasks(browser, page);
  const steps = (await lab.step()) - from;
  await lab.action('Stop').click();
  await expect(lab.testFigure).toBeVisible();
  const idle = await watchTasks(browser, page);

  const figures = JSON.stringify({ steps, training, idle });
  testInfo.annotations.push({ type: 'tasks of the page', description: figures });
  console.log(`tasks of the page in ${WINDOW} ms: ${figures}`);
  expect(steps).toBeGreaterThan(0);
  expect(training.count).toBeGreaterThan(idle.count);
  expect(training.longest).toBeLessThan(LONG);
});

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds by the clock, and of the processor. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly src_func?: string };
}

/** Tasks in which the browser collects its garbage, by what posted them: many tiny ones at times. */
const COLLECTOR = /cppgc|v8::internal/;

/** The tasks of the page's main thread in a while, from the browser's own trace. */
async function watchTasks(browser: Browser, page: Page): Promise<Tasks> {
  await browser.startTracing(page, { categories: ['toplevel'] });
  await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), WINDOW);
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8'));
  const events: readonly TraceEvent[] = trace.traceEvents;
  const threads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(
    ({ name, ph, pid, tid, tdur }) =>
      name.endsWith('RunTask') && ph === 'X' && tdur !== undefined && threads.has(`${pid} ${tid}`),
  );
  const rounded = (microseconds = 0) => Math.round(microseconds / 100) / 10;
  return {
    count: tasks.filter(({ args }) => !COLLECTOR.test(args?.src_func ?? '')).length,
    longest: Math.max(0, ...tasks.map(({ tdur }) => rounded(tdur))),
    long: tasks.map(({ dur }) => rounded(dur)).filter((duration) => duration > LONG),
  };
}
