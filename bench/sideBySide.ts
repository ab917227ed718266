/**
 * Six trainings of vit-tiny side by side on the WebAssembly backend, one thread, in Node: their shares,
 * and how soon a pause and a stop act. `npm run bench bench/sideBySide.ts [trainings=6] [seconds=20]`
 */
import { preset } from '../presets/vit-tiny';
import { loadFromDisk } from '../runtime/datasets/testing/diskReader';
import type { Experiment } from '../runtime/graph/document';
import { startSession } from '../runtime/session/testing/startSession';

const words = new Map(process.argv.slice(3).map((word) => word.split('=') as [string, string]));
const trainings = Number(words.get('trainings') ?? 6);
const seconds = Number(words.get('seconds') ?? 20);

const session = await startSession('wasm', loadFromDisk);
const { document } = preset;
const experiment = { ...(document.experiment as Experiment), steps: 1_000_000 };
const slots = Array.from({ length: trainings }, (_, index) => `v${index}`);
const taken = new Map<string, number>();
const paused = new Map<string, number>();
const all = slots.map((slot, index) =>
  session.train(
    { document, experiment: { ...experiment, seed: index + 1 }, resume: false, slot },
    (event) => {
      if (event.kind === 'progress') taken.set(slot, event.step);
      if (event.kind === 'paused') paused.set(slot, performance.now());
    },
  ),
);
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
await wait(1000 * seconds);
print(`steps after ${seconds} s: ${slots.map((slot) => taken.get(slot)).join(', ')}`);

const pauses: number[] = [];
for (const slot of slots) {
  const asked = performance.now();
  await session.pause(slot);
  while (!paused.has(slot)) await wait(1);
  pauses.push((paused.get(slot) ?? 0) - asked);
  await session.resume(slot);
}
print(`paused after ${pauses.map((time) => time.toFixed(0)).join(', ')} ms`);
const asked = performance.now();
await session.stop();
await Promise.all(all);
print(`all stopped after ${(performance.now() - asked).toFixed(0)} ms`);
await session.dispose();

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
