import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edge, TensorType } from '../../runtime/index';
import { chooseDirection } from './direction';
import { overlaps } from './geometry';
import { arrowPath, distanceToWire, labelPlace, roundedPath } from './path';
import { freePlace } from './placement';
import { placePorts } from './ports';
import { routeWires } from './route';
import { longShape, shortShape, spokenShape, wireKindOf } from './wireKind';

const edge = (source: string, target: string): Edge => ({
  source,
  sourcePort: 'y',
  target,
  targetPort: 'x',
});

describe('chooseDirection', () => {
  const at = (x: number, y: number) => ({ position: { x, y } });
  it('follows most wires', () => {
    const edges = [edge('a', 'b'), edge('b', 'c')];
    expect(chooseDirection({ a: at(0, 400), b: at(0, 200), c: at(0, 0) }, edges)).toBe('up');
    expect(chooseDirection({ a: at(0, 0), b: at(0, 200), c: at(10, 400) }, edges)).toBe('down');
    expect(chooseDirection({ a: at(0, 0), b: at(200, 20), c: at(400, 0) }, edges)).toBe('right');
  });

  it('is not misled by wires of outer ports, or by an empty graph', () => {
    expect(chooseDirection({ a: at(0, 0) }, [edge('$in', 'a'), edge('a', '$out')])).toBe('right');
    expect(chooseDirection({}, [])).toBe('right');
  });
});

describe('what a wire carries', () => {
  const type = (dtype: TensorType['dtype'], ...axes: [string, number][]): TensorType => ({
    dtype,
    axes: axes.map(([name, size]) => ({ name, size })),
  });
  const tokens = type('float32', ['batch', 1], ['tokens', 65], ['d_model', 64]);

  it('writes sizes', () => {
    expect(shortShape(tokens)).toBe('B · 65 · 64');
    expect(longShape(tokens)).toBe('batch 1, tokens 65, d_model 64');
    expect(spokenShape(tokens)).toBe('tokens 65 by d_model 64');
    expect(shortShape(type('float32'))).toBe('scalar');
    expect(shortShape(type('float32', ['batch', 1], ['classes', 37_000]))).toBe('B · 37,000');
  });

  it('tells kinds apart', () => {
    expect(wireKindOf(tokens)).toBe('sequence');
    expect(wireKindOf(type('bool', ['batch', 1]))).toBe('mask');
    expect(wireKindOf(type('int32', ['batch', 1]))).toBe('ids');
    expect(wireKindOf(type('float32', ['batch', 1], ['height', 8], ['width', 8]))).toBe('picture');
    expect(wireKindOf(type('float32'))).toBe('scalar');
    expect(wireKindOf(undefined)).toBe('unknown');
  });
});

describe('ports', () => {
  const size = { width: 184, height: 76 };
  it('puts the main input in the middle, and far enough apart to be hit', () => {
    const spec = { axes: 'batch tokens d_model' };
    const attention = { query: spec, key: spec, value: spec, mask: { ...spec, optional: true } };
    const places = placePorts('input', attention, size, 'up').map((port) => port.at.x);
    for (let index = 1; index < places.length; index++) {
      expect(places[index] - places[index - 1]).toBeGreaterThanOrEqual(24);
    }
    const [only] = placePorts('input', { x: spec }, size, 'right');
    expect(only).toMatchObject({ side: 'left', at: { x: 0, y: 38 }, label: '' });
  });
});

describe('routes', () => {
  it('keeps right angles and both ends, whatever stands in the way', () => {
    const point = fc.record({
      u: fc.integer({ min: -900, max: 900 }),
      v: fc.integer({ min: -900, max: 900 }),
    });
    const box = fc
      .tuple(point, fc.integer({ min: 20, max: 260 }), fc.integer({ min: 20, max: 260 }))
      .map(([{ u, v }, long, wide]) => ({ u0: u, u1: u + long, v0: v, v1: v + wide }));
    const span = fc.record({
      trunk: fc.constantFrom('a', 'b', 'c'),
      from: point,
      to: point,
      flank: fc.constantFrom(null, 'low' as const, 'high' as const),
    });
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 8 }),
        fc.array(box, { maxLength: 8 }),
        (spans, boxes) => {
          const routes = routeWires(spans, boxes);
          expect(routes).toHaveLength(spans.length);
          for (const [index, route] of routes.entries()) {
            expect(route[0]).toEqual(spans[index].from);
            expect(route.at(-1)).toEqual(spans[index].to);
            for (let at = 1; at < route.length; at++) {
              const du = Math.abs(route[at].u - route[at - 1].u);
              const dv = Math.abs(route[at].v - route[at - 1].v);
              // One pixel of the last stretch may lean, where two ports are not quite in line.
              expect(Math.min(du, dv)).toBeLessThan(2);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('paths', () => {
  const corners = [
    { x: 0, y: 100 },
    { x: 0, y: 40 },
    { x: 80, y: 40 },
    { x: 80, y: 0 },
  ];
  it('rounds corners and ends in an arrow', () => {
    expect(roundedPath(corners)).toBe('M0,100L0,48Q0,40 8,40L72,40Q80,40 80,32L80,0');
    expect(arrowPath(corners).startsWith('M80,0')).toBe(true);
    expect(roundedPath([])).toBe('');
    expect(arrowPath([])).toBe('');
  });

  it('places the label at the source, or where there is room', () => {
    expect(labelPlace(corners, 60)).toMatchObject({ x: 0, y: 70, above: false });
    const short = [{ x: 0, y: 50 }, ...corners.slice(1)];
    expect(labelPlace(short, 60)).toMatchObject({ x: 40, y: 40, above: true });
  });

  it('measures the distance to a wire', () => {
    expect(distanceToWire({ x: 40, y: 50 }, corners)).toBe(10);
    expect(distanceToWire({ x: 0, y: 70 }, corners)).toBe(0);
  });
});

describe('freePlace', () => {
  it('takes the centre when it is free, else a place near it that covers nothing', () => {
    const size = { width: 184, height: 58 };
    expect(freePlace([], size, { x: 0, y: 0 })).toEqual({ x: -92, y: -29 });
    const taken = [{ x: -300, y: -300, width: 600, height: 600 }];
    const place = freePlace(taken, size, { x: 0, y: 0 });
    expect(overlaps({ ...place, ...size }, taken[0], 20)).toBe(false);
    expect(Math.hypot(place.x, place.y)).toBeLessThan(600);
  });
});
