import { describe, expect, it } from 'vitest';
import { presets } from '../../../presets/index';
import { emptyDocument, type GraphDocument } from '../../../runtime/index';
import { setShared, sharedParam } from './regularisation';

const graph = (id: string) => presets.find((preset) => preset.id === id)?.document as GraphDocument;

describe('label smoothing and dropout of a graph', () => {
  it('are found where one value stands for all blocks', () => {
    const base = graph('transformer-base');
    expect(sharedParam(base, 'smoothing')).toEqual({ value: 0.1, blocks: 1, hyperparameter: null });
    expect(sharedParam(base, 'dropout')).toEqual({
      value: 0.1,
      blocks: 4,
      hyperparameter: 'p_drop',
    });
    expect(sharedParam(emptyDocument(), 'dropout')).toBeNull();
  });

  it('are not where blocks differ', () => {
    const base = graph('transformer-base');
    const encoder = {
      ...base.nodes.encoder,
      params: { ...base.nodes.encoder.params, dropout: 0.3 },
    };
    expect(sharedParam({ ...base, nodes: { ...base.nodes, encoder } }, 'dropout')).toBeNull();
  });

  it('are set in the hyperparameter, or in every block', () => {
    const base = graph('transformer-base');
    const dropped = setShared(base, 'dropout', 0.25).apply(base);
    expect(dropped.hyperparameters.find(({ name }) => name === 'p_drop')?.value).toBe(0.25);
    expect(dropped.nodes).toBe(base.nodes);
    const smoothed = setShared(base, 'smoothing', 0.2).apply(base);
    expect(sharedParam(smoothed, 'smoothing')?.value).toBe(0.2);
  });
});
