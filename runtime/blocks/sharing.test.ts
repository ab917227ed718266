/** Weights of repeated and tied blocks: how many there are, and that their gradients add up. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../compiler/analyze';
import { compile } from '../compiler/compile';
import { gradientTap } from '../compiler/differentiate';
import { emptyDocument, type GraphDocument, type GraphNode } from '../graph/document';
import type { Program } from '../ops/program';
import { runProgram } from './testing/runProgram';

beforeAll(() => tf.setBackend('cpu'));

type Sketch = Pick<GraphNode, 'block'> & Partial<GraphNode>;

/** Blocks wired in a row, `source.port > target.port`. */
function graph(sketches: Record<string, Sketch>, ...wires: readonly string[]): GraphDocument {
  const nodes = Object.fromEntries(
    Object.entries(sketches).map(([id, sketch]): [string, GraphNode] => [
      id,
      { id, params: {}, position: { x: 0, y: 0 }, ...sketch },
    ]),
  );
  const edges = wires.map((wire) => {
    const [from, to] = wire.split(' > ').map((end) => end.split('.'));
    return { source: from[0], sourcePort: from[1], target: to[0], targetPort: to[1] };
  });
  return { ...emptyDocument('Test'), nodes, edges };
}

function paramsOf(document: GraphDocument): number {
  const { diagnostics, total } = analyze(document);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return total.params;
}

function programOf(document: GraphDocument): Program {
  const compiled = compile(document, { purpose: 'gradient', batch: 2 });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
  return compiled.value.plan.program;
}

const source = { block: 'sequence-input', params: { tokens: 5, features: 16 } };

describe('a stack of three encoder layers', () => {
  const stack = (layer: Partial<GraphNode>) =>
    graph(
      {
        x: source,
        layer: { block: 'encoder-layer', params: { heads: 4, d_ff: 32 }, ...layer },
        out: { block: 'value-output' },
      },
      'x.sequence > layer.x',
      'layer.y > out.x',
    );
  const ONE = 2224;

  it('has three times the parameters of one, or as many when they are shared', () => {
    expect(paramsOf(stack({}))).toBe(ONE);
    expect(paramsOf(stack({ repeat: 3 }))).toBe(3 * ONE);
    expect(paramsOf(stack({ repeat: 3, tie: 'layer' }))).toBe(ONE);
  });

  it('names own weights by their copy and shared ones by their key', () => {
    const weights = (document: GraphDocument) => {
      const { plan } = analyze(document);
      return (plan?.program.leaves ?? []).flatMap((leaf) =>
        leaf.kind === 'weight' && leaf.name.endsWith('query/kernel') ? [leaf.name] : [],
      );
    };
    expect(weights(stack({ repeat: 3 })).sort()).toEqual([
      'layer/0/attention/query/kernel',
      'layer/1/attention/query/kernel',
      'layer/2/attention/query/kernel',
    ]);
    expect(weights(stack({ repeat: 3, tie: 'layer' }))).toEqual([
      'share:layer/attention/query/kernel',
    ]);
  });
});

describe('two blocks under one name', () => {
  const lookUp = { vocabulary: 11, d_model: 6 };
  const words = (tie?: string) =>
    graph(
      {
        ids: { block: 'tokens-input', params: { tokens: 4, vocabulary: 11 } },
        embed: { block: 'token-embedding', params: lookUp, ...(tie && { tie }) },
        logits: { block: 'token-logits', params: { vocabulary: 11 }, ...(tie && { tie }) },
        out: { block: 'token-output' },
      },
      'ids.tokens > embed.tokens',
      'embed.y > logits.x',
      'logits.logits > out.logits',
    );

  it('use one table', () => {
    expect(paramsOf(words())).toBe(2 * 66);
    expect(paramsOf(words('table'))).toBe(66);
  });

  it('say so when their sizes differ', () => {
    const document = words('table');
    const { logits } = document.nodes;
    const other = { ...logits, params: { vocabulary: 12 } };
    const { diagnostics } = analyze({ ...document, nodes: { ...document.nodes, logits: other } });
    expect(diagnostics).toMatchObject([
      {
        code: 'weight/mismatch',
        message: 'The shared weight "table" is 11 x 6 elsewhere and would be 12 x 6 here.',
        at: { path: 'logits' },
      },
    ]);
  });
});

it('the gradient of a shared weight is the sum over its copies', () => {
  const chain = (layer: Partial<GraphNode>) =>
    graph(
      {
        x: { block: 'sequence-input', params: { tokens: 3, features: 4 } },
        layer: { block: 'linear', params: { units: 4 }, repeat: 2, ...layer },
        pick: { block: 'take-token' },
        labels: { block: 'label-input', params: { classes: 4 } },
        loss: { block: 'cross-entropy' },
      },
      'x.sequence > layer.x',
      'layer.y > pick.x',
      'pick.y > loss.logits',
      'labels.labels > loss.labels',
    );
  const kernel = Float32Array.from({ length: 16 }, (_, i) => Math.sin(3 * i + 1));
  const bias = Float32Array.from({ length: 4 }, (_, i) => 0.1 * i);
  const gradients = (document: GraphDocument) => {
    const program = programOf(document);
    const weights = Object.fromEntries(
      program.leaves.flatMap((leaf) =>
        leaf.kind === 'weight' ? [[leaf.name, leaf.name.endsWith('kernel') ? kernel : bias]] : [],
      ),
    );
    const { values } = runProgram(program, weights, { labels: [1, 3] });
    return (name: string) => values[program.taps[gradientTap(name)]];
  };
  const own = gradients(chain({}));
  const shared = gradients(chain({ tie: 'one' }));
  const [first, second] = [own('layer/0/kernel'), own('layer/1/kernel')];
  const sum = first.map((value, i) => value + second[i]);
  expect(Math.max(...first.map(Math.abs))).toBeGreaterThan(0.01);
  const worst = shared('share:one/kernel').map((value, i) => Math.abs(value - sum[i]));
  expect(Math.max(...worst)).toBeLessThan(1e-6);
});
