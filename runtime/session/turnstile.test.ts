import { describe, expect, it, vi } from 'vitest';
import { createTrainControl } from './control';
import { createTurns, createTurnstile, inTurn } from './turnstile';
import { yieldToEvents } from './yieldToEvents';

const noPause = { onPause: () => {} };

describe('createTurnstile', () => {
  it('lets each in turn, in the order in which they came', async () => {
    const turnstile = createTurnstile();
    const order: string[] = [];
    const work = async (name: string, rounds: number) => {
      const turns = createTurns(turnstile, createTrainControl(), noPause);
      for (let round = 0; round < rounds; round++) {
        await turns.take();
        order.push(name);
        await turns.give();
      }
    };
    await Promise.all([work('a', 4), work('b', 2), work('c', 3)]);
    expect(order.join('')).toBe('abcabcaca');
  });

  it('lets messages through between two turns', async () => {
    const turnstile = createTurnstile();
    const log: string[] = [];
    const work = async (name: string) => {
      await turnstile.enter();
      log.push(name);
      // As a message that came during the turn.
      void yieldToEvents().then(() => log.push(`message to ${name}`));
      await turnstile.leave();
    };
    await Promise.all([work('a'), work('b')]);
    expect(log).toEqual(['a', 'message to a', 'b', 'message to b']);
  });

  it('gives up its place when a stop is asked for, and the others keep theirs', async () => {
    const turnstile = createTurnstile();
    const control = createTrainControl();
    await turnstile.enter();
    const leaving = turnstile.enter(control);
    const staying = turnstile.enter();
    control.stop();
    expect(await leaving).toBe(false);
    await turnstile.leave();
    expect(await staying).toBe(true);
    await turnstile.leave();
    expect(await turnstile.enter()).toBe(true);
  });

  it('frees the turn of work that throws', async () => {
    const turnstile = createTurnstile();
    const failing = inTurn(turnstile, async () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await inTurn(turnstile, async () => 1)).toBe(1);
  });
});

describe('createTurns', () => {
  it('waits through a pause without holding the others up', async () => {
    const turnstile = createTurnstile();
    const control = createTrainControl();
    const onPause = vi.fn();
    const onResume = vi.fn();
    const turns = createTurns(turnstile, control, { onPause, onResume });
    control.pause();
    const taking = turns.take();
    expect(await inTurn(turnstile, async () => 'other')).toBe('other');
    expect(onPause).toHaveBeenCalledTimes(1);
    expect(onResume).not.toHaveBeenCalled();
    control.resume();
    expect(await taking).toBe(true);
    expect(onResume).toHaveBeenCalledTimes(1);
    await turns.give();
  });

  it('takes a breath in a long turn: a pause frees it, a stop ends it', async () => {
    const turnstile = createTurnstile();
    const control = createTrainControl();
    const turns = createTurns(turnstile, control, noPause);
    await turns.take();
    expect(await turns.breathe()).toBe(false);
    control.pause();
    const breathing = turns.breathe();
    expect(await inTurn(turnstile, async () => 'other')).toBe('other');
    control.resume();
    expect(await breathing).toBe(false);
    control.stop();
    expect(await turns.breathe()).toBe(true);
    await turns.give();
    expect(await turns.take()).toBe(false);
    expect(await inTurn(turnstile, async () => 'other')).toBe('other');
  });
});
