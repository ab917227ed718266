/** The small presets learn from the page, without a graphics processor. */
import { expect, test } from '../pages/test';

/** What the presets promise, with their own training: test accuracy in percent. */
const promises = [
  { title: 'ViT (tiny)', accuracy: 97 },
  { title: 'Transformer (tiny)', accuracy: 99 },
  { title: 'Attention-augmented ResNet (tiny)', accuracy: 96 },
] as const;

for (const { title, accuracy } of promises) {
  test(`${title} learns from the page @slow @fallback`, async ({
    site,
    gallery,
    lab,
  }, testInfo) => {
    await site.open();
    await gallery.openPreset(title);
    await lab.train({ timeout: 1_100_000 });
    const figure = await lab.testFigure.innerText();
    const text = figure.replace(/\s+/g, ' ');
    // The time is written down, not judged: it is the machine's as much as ours.
    testInfo.annotations.push({ type: 'training', description: text });
    console.log(`${title}: ${text}`);
    expect(Number(/([\d.]+) %/.exec(figure)?.[1])).toBeGreaterThanOrEqual(accuracy);
  });
}
