import { describe, expect, it } from 'vitest';
import reference from '../fixtures/reference/optimizers/optimizers.json';
import { type LearningRateOptions, learningRateAt, learningRateInTime } from './learningRate';

describe('learningRateAt', () => {
  it.each(reference.schedules)(
    'is as in PyTorch: $settings.schedule after $settings.warmupSteps steps of warm-up',
    ({ settings, rates }) => {
      const largest = Math.max(...rates);
      expect(rates.length).toBe(settings.steps);
      for (const [step, rate] of rates.entries()) {
        const found = learningRateAt(step, settings as LearningRateOptions);
        expect(Math.abs(found - rate) / largest, `step ${step + 1}`).toBeLessThan(1e-12);
      }
    },
  );

  const options = { learningRate: 0.1, warmupSteps: 4, steps: 104 };

  it('rises in a line, then falls along half a cosine, where nothing else is said', () => {
    const rates = [0, 1, 2, 3, 4].map((step) => learningRateAt(step, options));
    [0.02, 0.04, 0.06, 0.08, 0.1].forEach((rate, step) => {
      expect(rates[step]).toBeCloseTo(rate, 12);
    });
    expect(learningRateAt(54, options)).toBeCloseTo(0.05, 12);
    expect(learningRateAt(103, options)).toBeLessThan(0.0001);
    expect(learningRateAt(103, options)).toBeGreaterThan(0);
  });

  it('starts anew when training goes on beyond its steps', () => {
    expect(learningRateAt(104 + 54, options)).toBe(learningRateAt(54, options));
  });

  it('bears a warm-up longer than the training', () => {
    const short = { learningRate: 0.1, warmupSteps: 100, steps: 10 };
    expect(learningRateAt(9, short)).toBeCloseTo(0.1 * (10 / 11), 12);
  });

  it('is that of the Transformer paper, with its width and warm-up', () => {
    // Vaswani et al. 2017, section 5.3, for the base model: d_model 512 and 4,000 steps.
    const paper = (step: number) => 512 ** -0.5 * Math.min(step ** -0.5, step * 4000 ** -1.5);
    const base = {
      learningRate: (512 * 4000) ** -0.5,
      warmupSteps: 4000,
      steps: 100_000,
      schedule: 'inverse-sqrt',
    } as const;
    for (const step of [1, 17, 4000, 4001, 25_000, 100_000]) {
      expect(learningRateAt(step - 1, base) / paper(step)).toBeCloseTo(1, 12);
    }
    expect(learningRateAt(0, { ...base, warmupSteps: 0 })).toBe(base.learningRate);
  });
});

describe('learningRateInTime', () => {
  const options = { learningRate: 0.1, warmupSteps: 4, steps: 1000 };

  it('rises with the steps, then follows the share of the time', () => {
    expect([0, 3].map((step) => learningRateInTime(step, 0.5, options))).toEqual(
      [0, 3].map((step) => learningRateAt(step, options)),
    );
    expect(learningRateInTime(4, 0, options)).toBe(0.1);
    expect(learningRateInTime(10, 0.5, options)).toBeCloseTo(0.05, 12);
    expect(learningRateInTime(10, 1, options)).toBeCloseTo(0, 12);
    expect(learningRateInTime(10, 1.2, options)).toBeCloseTo(0, 12);
  });

  it('follows the steps where these end before the time', () => {
    expect(learningRateInTime(502, 0.1, options)).toBeCloseTo(0.05, 12);
  });

  it('is the same for a course without an end', () => {
    const sqrt = { ...options, schedule: 'inverse-sqrt' } as const;
    expect(learningRateInTime(99, 0.9, sqrt)).toBe(learningRateAt(99, sqrt));
  });
});
