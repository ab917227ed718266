import { describe, expect, it } from 'vitest';
import { allBlocks, analyze, emptyDocument, type GraphDocument } from '../../runtime/index';
import { detachComposite } from './composites';
import { editLevel, existingLevel, hyperparametersAt, levelAt, locate } from './levels';
import { addNode } from './nodes';

const composites = allBlocks().filter((block) => block.kind === 'composite');
const position = { x: 0, y: 0 };

/** One use of a built-in composite, fed by nothing. */
function useOf(
  block: string,
  params: Record<string, number | string | boolean> = {},
): GraphDocument {
  return addNode({ level: [], block, position, params }).apply(emptyDocument());
}

describe('levels', () => {
  it('opens definitions for edits and built-in composites to look at', () => {
    const document = useOf('encoder-layer');
    expect(levelAt(document, [])?.kind).toBe('document');
    const open = levelAt(document, ['n1']);
    expect(open?.kind).toBe('builtin');
    expect(open?.graph).toBe(levelAt(document, ['n1'])?.graph);
    expect(editLevel(document, ['n1'], () => ({ nodes: {}, edges: [] }))).toBe(document);
    expect(levelAt(document, ['gone'])).toBeNull();
    expect(levelAt(document, ['n1', 'gone'])).toBeNull();
    expect(levelAt(document, ['constructor'])).toBeNull();
  });

  it('goes back to what still exists', () => {
    const document = useOf('encoder-layer');
    expect(existingLevel(document, ['n1', 'gone', 'deeper'])).toEqual(['n1']);
    expect(existingLevel(document, ['gone'])).toEqual([]);
    const path = ['n1'];
    expect(existingLevel(document, path)).toBe(path);
  });

  it('splits origin paths; the number of a copy is no level', () => {
    expect(locate('encoder/3/attention')).toEqual({ level: ['encoder'], node: 'attention' });
    expect(locate('n1')).toEqual({ level: [], node: 'n1' });
    expect(locate('')).toEqual({ level: [], node: null });
  });
});

describe('detachComposite', () => {
  it.each(composites.map((block) => [block.id, block] as const))(
    '%s computes the same as before, and opens for edits',
    (id, block) => {
      if (block.kind !== 'composite') throw new Error('filtered above');
      const params = Object.fromEntries(
        Object.entries(block.params).flatMap(([name, spec]) =>
          spec.kind === 'choice' ? [[name, Object.keys(spec.choices).at(-1) ?? '']] : [],
        ),
      );
      const before = useOf(id, params);
      const after = detachComposite([], 'n1', block).apply(before);
      const definition = after.nodes.n1.block;
      expect(definition).not.toBe(id);
      expect(levelAt(after, ['n1'])?.kind).toBe('definition');
      expect(Object.keys(after.definitions)).toEqual([definition]);
      const written = JSON.stringify(after.definitions);
      for (const [name, spec] of Object.entries(block.params)) {
        if (spec.kind === 'choice' || spec.kind === 'switch')
          expect(written).not.toContain(`"=${name}"`);
        else expect(hyperparametersAt(after, ['n1']).map((entry) => entry.name)).toContain(name);
      }
      const codes = (document: GraphDocument) =>
        analyze(document).diagnostics.map((found) => `${found.code} ${found.at.path ?? ''}`);
      expect(codes(after)).toEqual(codes(before));
    },
  );

  it('leaves other uses, other nodes and repeated calls alone', () => {
    const [block] = composites;
    if (block?.kind !== 'composite') throw new Error('there is a composite');
    const one = useOf(block.id);
    const two = addNode({ level: [], block: block.id, position }).apply(one);
    const command = detachComposite([], 'n1', block);
    const after = command.apply(two);
    expect(after.nodes.n2).toBe(two.nodes.n2);
    expect(command.apply(after)).toBe(after);
    const second = detachComposite([], 'n2', block).apply(after);
    expect(Object.keys(second.definitions)).toHaveLength(2);
    expect(detachComposite([], 'gone', block).apply(two)).toBe(two);
  });
});
