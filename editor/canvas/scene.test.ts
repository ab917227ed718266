import { describe, expect, it } from 'vitest';
import { presets } from '../../presets/index';
import { allBlocks, emptyDocument, type GraphDocument } from '../../runtime/index';
import { overlaps, type Rect } from './geometry';
import { type Box, buildScene, type Scene, type Wire } from './scene';

/** Boxes that a wire runs through; its own two ends are touched, not crossed. */
function crossed(wire: Wire, boxes: readonly Box[]): string[] {
  const found: string[] = [];
  for (let index = 1; index < wire.corners.length; index++) {
    const a = wire.corners[index - 1];
    const b = wire.corners[index];
    const line: Rect = {
      x: Math.min(a.x, b.x),
      y: Math.min(a.y, b.y),
      width: Math.abs(a.x - b.x),
      height: Math.abs(a.y - b.y),
    };
    for (const box of boxes) if (overlaps(line, box.rect, -2)) found.push(box.id);
  }
  return found;
}

function check(scene: Scene): void {
  for (const wire of scene.wires) {
    expect({ wire: wire.id, crossed: crossed(wire, scene.boxes) }).toEqual({
      wire: wire.id,
      crossed: [],
    });
  }
  for (const [index, one] of scene.boxes.entries()) {
    for (const two of scene.boxes.slice(index + 1)) {
      expect({ one: one.id, two: two.id, overlap: overlaps(one.rect, two.rect) }).toEqual({
        one: one.id,
        two: two.id,
        overlap: false,
      });
    }
  }
}

describe('presets as figures', () => {
  it.each(presets.map((preset) => [preset.id, preset.document] as const))(
    'no wire of %s crosses a node, no nodes overlap',
    (_, document) => check(buildScene(document, document)),
  );

  const composites = allBlocks().filter((block) => block.kind === 'composite');
  it.each(composites.map((block) => [block.id, block] as const))(
    'the inside of %s is as tidy',
    (_, block) => check(buildScene(emptyDocument(), block.graph, { outer: block })),
  );

  it('runs upwards for language and to the right for vision', () => {
    for (const { group, document } of presets) {
      const wanted = group === 'language' ? 'up' : 'right';
      expect(buildScene(document, document).direction).toBe(wanted);
    }
  });

  it('keeps trunks straight', () => {
    const document = presets.find((preset) => preset.id === 'transformer-tiny')
      ?.document as GraphDocument;
    const straight = buildScene(document, document).wires.filter((wire) => {
      const [{ x }] = wire.corners;
      return wire.corners.every((corner) => corner.x === x);
    });
    // Both columns from the tokens to the softmax.
    expect(straight.length).toBeGreaterThanOrEqual(10);
  });
});

describe('where wires enter', () => {
  const add = (nodes: Record<string, [block: string, x: number, y: number]>, wires: string[][]) => {
    const document: GraphDocument = {
      ...emptyDocument(),
      nodes: Object.fromEntries(
        Object.entries(nodes).map(([id, [block, x, y]]) => [
          id,
          { id, block, params: {}, position: { x, y } },
        ]),
      ),
      edges: wires.map(([source, sourcePort, target, targetPort]) => ({
        source,
        sourcePort,
        target,
        targetPort,
      })),
    };
    return buildScene(document, document);
  };

  it('brings a residual wire round the side, into the flank', () => {
    const scene = add({ x: ['linear', 0, 400], f: ['linear', 0, 200], sum: ['add', 0, 0] }, [
      ['x', 'y', 'f', 'x'],
      ['f', 'y', 'sum', 'b'],
      ['x', 'y', 'sum', 'a'],
    ]);
    const sum = scene.boxes.find((box) => box.id === 'sum');
    const side = (port: string) => sum?.ports.find((known) => known.id === port)?.side;
    expect(side('b')).toBe('bottom');
    expect(side('a')).toBe('right');
    check(scene);
  });

  it('leads a wire between two rows of blocks rather than through one', () => {
    const scene = add({ one: ['linear', 0, 0], two: ['linear', 220, 0], sum: ['add', 200, 120] }, [
      ['one', 'y', 'two', 'x'],
      ['one', 'y', 'sum', 'a'],
      ['two', 'y', 'sum', 'b'],
    ]);
    check(scene);
  });

  it('draws a wire back to an earlier block without crossing a node', () => {
    const scene = add(
      { one: ['linear', 0, 0], two: ['linear', 300, 0], three: ['linear', 600, 0] },
      [
        ['one', 'y', 'two', 'x'],
        ['two', 'y', 'three', 'x'],
        ['three', 'y', 'one', 'x'],
      ],
    );
    expect(scene.wires).toHaveLength(3);
    check(scene);
  });
});
