/** Recurrent networks of papers, to the parameter and the multiplication; messages about states. */
import { describe, expect, it, vi } from 'vitest';
import { analyze } from '../../compiler/analyze';
import type { ParamValue } from '../../graph/document';
import { findBlock } from '../registry';
import { exampleDocument, findProbe, SUBJECT } from '../testing/probes';

vi.mock('../registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('../registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

function analysisOf(
  id: string,
  params: Record<string, ParamValue>,
  inputs: Record<string, readonly number[]>,
) {
  const block = findBlock(id);
  if (!block) throw new Error(`no block ${id}`);
  return analyze(exampleDocument(block, { params, inputs, outputs: {}, parameters: 0 }));
}

const costOf = (...args: Parameters<typeof analysisOf>) =>
  analysisOf(...args).nodes.get(SUBJECT)?.cost;

describe('published sizes', () => {
  it('4 layers of 1000 cells, without biases: half of the 64M of Sutskever et al. 2014', () => {
    const params = { units: 1000, layers: 4, bias: false };
    const cost = costOf('lstm', params, { x: [1, 50, 1000] });
    expect(cost).toMatchObject({ params: 32_000_000, macs: 50 * 32_000_000 });
  });

  it("the LSTM of Show, attend and tell's decoder", () => {
    expect(costOf('lstm', { units: 512 }, { x: [1, 1, 2560] })?.params).toBe(6_295_552);
  });

  it('the whole decoder of Show, attend and tell: attention, gate and LSTM', () => {
    const params = { units: 512, attention_units: 512, cell: 'lstm', attention_bias: true };
    const inputs = { x: [1, 3, 512], memory: [1, 196, 2048] };
    expect(costOf('attention-decoder', params, inputs)?.params).toBe(1_312_257 + 6_295_552);
    expect(costOf('attention-decoder', { ...params, gated: true }, inputs)?.params).toBe(
      1_312_257 + 6_295_552 + 1_050_624,
    );
  });

  it('the encoder of RNNsearch: 1000 units in both directions, words of 620, without biases', () => {
    const params = { units: 1000, bidirectional: true, bias: false };
    expect(costOf('gru', params, { x: [1, 30, 620] })?.params).toBe(9_720_000);
  });

  it('an alignment model of RNNsearch', () => {
    const params = { units: 1000, bias: false };
    const cost = costOf('attention-decoder', params, { x: [1, 2, 620], memory: [1, 30, 2000] });
    // W_a, U_a and v; gates of the embedding, the context and the state.
    expect(cost?.params).toBe(3_001_000 + 3 * (620 + 2000 + 1000) * 1000);
  });
});

describe('first states', () => {
  it('of another number of layers or units', () => {
    const inputs = { x: [2, 3, 4], initial_state: [2, 2, 5] };
    const { diagnostics } = analysisOf('gru', { units: 5 }, inputs);
    expect(diagnostics).toMatchObject([
      {
        code: 'shape/size',
        message: 'The first state is 2 states of 5 units; this takes 1 of 5.',
        at: { path: SUBJECT, port: 'initial_state' },
        short: '2 states of 5 meet 1 of 5',
      },
    ]);
  });

  it('may be one row an example where there is one layer and direction', () => {
    const inputs = { x: [2, 3, 4], initial_state: [2, 5], initial_cell: [2, 5] };
    const { diagnostics } = analysisOf('lstm', { units: 5 }, inputs);
    expect(diagnostics).toEqual([]);
  });

  it('of a decoder: sets the units that fit', () => {
    const inputs = { x: [2, 3, 4], memory: [2, 5, 6], initial_state: [2, 7] };
    const { diagnostics } = analysisOf('attention-decoder', { units: 5 }, inputs);
    expect(diagnostics).toMatchObject([
      {
        message: 'The first state has 7 units; this has 5.',
        fixes: [{ label: 'Set units to 7' }],
      },
    ]);
  });
});

it('a sequence too long for steps of attention', () => {
  const { diagnostics } = analysisOf(
    'attention-decoder',
    { units: 2 },
    { x: [1, 129, 2], memory: [1, 2, 2] },
  );
  expect(diagnostics).toMatchObject([
    {
      code: 'run/limit',
      message: 'This writes at most 128 tokens, and there are 129.',
      at: { port: 'x' },
    },
  ]);
});
