/** The small presets learn within a class, from the page, without a graphics processor. */
import { expect, test } from '../pages/test';

/** What the presets promise, with their own training: test accuracy in percent, and seconds. */
const promises = [
  { title: 'ViT (tiny)', accuracy: 95, seconds: 300 },
  { title: 'Transformer (tiny)', accuracy: 99, seconds: 300 },
  { title: 'Attention-augmented ResNet (tiny)', accuracy: 95, seconds: 300 },
] as const;

for (const { title, accuracy, seconds } of promises) {
  test(`${title} learns in time @slow @fallback`, async ({ site, gallery, lab }, testInfo) => {
    await site.open();
    await gallery.openPreset(title);
    await lab.train({ timeout: 1_100_000 });
    const figure = await lab.testFigure.innerText();
    const text = figure.replace(/\s+/g, ' ');
    testInfo.annotations.push({ type: 'training', description: text });
    console.log(`${title}: ${text}`);
    expect(Number(/([\d.]+) %/.exec(figure)?.[1])).toBeGreaterThanOrEqual(accuracy);
    expect(toSeconds(/steps in (.+) on WebAssembly/.exec(text)?.[1] ?? '')).toBeLessThanOrEqual(
      seconds,
    );
  });
}

/** "1 min 12 s" as the page writes it; not a number for anything else. */
function toSeconds(text: string): number {
  const parts = /^(?:(\d+) min ?)?(?:([\d.]+) s)?$/.exec(text);
  if (text === '' || !parts) return Number.NaN;
  return 60 * Number(parts[1] ?? 0) + Number(parts[2] ?? 0);
}
