/** Blocks for tests only: they feed a block of any shape, and make a loss of what comes out. */
import type { Edge, GraphDocument, GraphNode, PortSpec } from '../../graph/document';
import { emptyDocument } from '../../graph/document';
import { sizeOf } from '../../graph/types';
import { defineBlock } from '../define';
import type { Block, BlockExample } from '../types';

/** Smooth numbers in -1..1 without a pattern that a norm or a softmax could cancel. */
export function wiggle(size: number, phase: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => Math.sin(1.7 * i * i + 2.3 * i + phase));
}

const feedName = /^probe-(float32|int32|bool)-([0-9]+(?:x[0-9]+)*|scalar)$/;

/** A probe by its id, as `findBlock` is asked for it: `probe-float32-2x3`, `probe-loss`. */
export function findProbe(id: string): Block | undefined {
  if (id === 'probe-loss') return probeLoss;
  if (id === 'probe-result') return probeResult;
  const [, dtype, sizes] = feedName.exec(id) ?? [];
  if (!dtype) return undefined;
  const shape = sizes === 'scalar' ? [] : sizes.split('x').map(Number);
  return defineBlock({
    id,
    title: 'Probe',
    family: 'inputs',
    icon: 'Target',
    docs: { summary: 'Feeds a test.' },
    inputs: {},
    outputs: { y: { axes: '...', dtype: dtype as 'float32' | 'int32' | 'bool' } },
    params: {},
    examples: [],
    // Real numbers are weights, so that a gradient reaches the block's inputs too.
    build: (b) => ({
      y:
        dtype === 'float32'
          ? b.weight('value', shape, { kind: 'normal', std: 1 })
          : b.input(shape, dtype as 'int32' | 'bool', { role: 'labels', field: 'label' }),
    }),
  });
}

const probeLoss = defineBlock({
  id: 'probe-loss',
  title: 'Probe loss',
  family: 'heads',
  icon: 'Target',
  docs: { summary: 'The loss of a test.' },
  inputs: { x: { axes: '...' } },
  outputs: {},
  params: {},
  examples: [],
  build: (b, { x: given }) => {
    // Volumes have more axes than backends compute with.
    const x = given.shape.length > 4 ? b.reshape([given], { shape: [sizeOf(given.shape)] }) : given;
    const axes = x.shape.map((_, axis) => axis);
    const slope = b.constant(`probe ${x.shape}`, { shape: x.shape, dtype: 'float32' }, () =>
      wiggle(sizeOf(x.shape), 0.5),
    );
    const bent = b.add([b.mul([x, slope]), b.scale([b.square([x])], { factor: 0.3 })]);
    b.output('loss', axes.length === 0 ? bent : b.sum([bent], { axes, keepDims: false }), 'loss');
    return {};
  },
});

const probeResult = defineBlock({
  id: 'probe-result',
  title: 'Probe result',
  family: 'heads',
  icon: 'Target',
  docs: { summary: 'A result of a test.' },
  inputs: { x: { axes: '...', dtype: 'any' } },
  outputs: {},
  params: {},
  examples: [],
  build: (b, { x }) => {
    b.output('value', x, 'result');
    return {};
  },
});

/** The path of the block under test. */
export const SUBJECT = 'subject';

/** Id of the probe that feeds a port with values of this shape. */
export function feedOf({ dtype = 'float32' }: PortSpec, shape: readonly number[]): string {
  return `probe-${dtype === 'any' ? 'float32' : dtype}-${shape.join('x') || 'scalar'}`;
}

/** Id of the probe that takes values of this kind: a loss where they are real. */
export function sinkOf(dtype: PortSpec['dtype']): string {
  return dtype === 'float32' ? 'probe-loss' : 'probe-result';
}

/** A document with one use of a block, each input fed by a probe, each real output led to a loss. */
export function exampleDocument(
  block: Block,
  { inputs, params = {} }: BlockExample,
): GraphDocument {
  const nodes: Record<string, GraphNode> = {};
  const edges: Edge[] = [];
  const add = (id: string, name: string, values: GraphNode['params'] = {}) => {
    nodes[id] = { id, block: name, params: values, position: { x: 0, y: 0 } };
  };
  add(SUBJECT, block.id, params);
  for (const [port, shape] of Object.entries(inputs)) {
    add(`in-${port}`, feedOf(block.inputs[port], shape));
    edges.push({ source: `in-${port}`, sourcePort: 'y', target: SUBJECT, targetPort: port });
  }
  for (const [port, { dtype = 'float32' }] of Object.entries(block.outputs)) {
    add(`out-${port}`, sinkOf(dtype));
    edges.push({ source: SUBJECT, sourcePort: port, target: `out-${port}`, targetPort: 'x' });
  }
  return { ...emptyDocument(block.title), nodes, edges };
}
