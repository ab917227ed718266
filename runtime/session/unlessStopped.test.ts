import { expect, it } from 'vitest';
import { createTrainControl } from './control';
import { unlessStopped } from './unlessStopped';

/** Work one after the other, as the session does it; the first goes on until it is let go. */
function busy() {
  let release = () => {};
  let last: Promise<unknown> = new Promise<void>((resolve) => {
    release = resolve;
  });
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result;
    return result;
  };
  return { exclusively, release };
}

it('waits for its time and gives what the work gives', async () => {
  const { exclusively, release } = busy();
  const waiting = unlessStopped({ exclusively }, createTrainControl(), async () => 7);
  release();
  expect(await waiting).toBe(7);
});

it('leaves when it is stopped while it waits, and then does nothing', async () => {
  const { exclusively, release } = busy();
  const control = createTrainControl();
  let begun = false;
  const waiting = unlessStopped({ exclusively }, control, async () => {
    begun = true;
  });
  control.pause();
  control.stop();
  expect(await waiting).toBeNull();
  release();
  await exclusively(async () => {});
  expect(begun).toBe(false);
  expect(await unlessStopped({ exclusively }, control, async () => 7)).toBeNull();
});

it('sees what was begun to its end', async () => {
  const { exclusively, release } = busy();
  const control = createTrainControl();
  release();
  const working = unlessStopped({ exclusively }, control, async () => {
    control.stop();
    await Promise.resolve();
    return 7;
  });
  expect(await working).toBe(7);
});
