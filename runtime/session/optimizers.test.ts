/** Optimisers and schedules against PyTorch, where tests run everywhere. */
import { describe, expect, it } from 'vitest';
import reference from '../fixtures/reference/optimizers/optimizers.json';
import { type LearningRateOptions, learningRateAt } from './schedule';
import { testOptimizers } from './testing/optimizers';

testOptimizers('cpu', 1e-5);
testOptimizers('wasm', 1e-5);

describe('learning rates', () => {
  it.each(reference.schedules)(
    'are those of PyTorch: $settings.schedule after $settings.warmupSteps steps of warm-up',
    ({ settings, rates }) => {
      const largest = Math.max(...rates);
      expect(rates.length).toBe(settings.steps);
      for (const [step, rate] of rates.entries()) {
        const found = learningRateAt(step, settings as LearningRateOptions);
        expect(Math.abs(found - rate) / largest, `step ${step + 1}`).toBeLessThan(1e-12);
      }
    },
  );
});
