import { describe, expect, it } from 'vitest';
import { presets } from '../../presets/index';
import { buildScene } from '../canvas/scene';
import { galleryGroups } from './galleryGroups';
import { thumbnailFrame } from './thumbnailScale';

describe('gallery', () => {
  it('shows every preset once, the small ones first', () => {
    const groups = galleryGroups(presets);
    const shown = groups.flatMap((group) => group.items.map((preset) => preset.id));
    expect([...shown].sort()).toEqual(presets.map((preset) => preset.id).sort());
    expect(groups[0].items.every((preset) => preset.small)).toBe(true);
  });
});

describe('thumbnails', () => {
  it.each(presets.map((preset) => [preset.id, preset.document] as const))(
    'show %s, or the part that it is known by',
    (_, document) => {
      const scene = buildScene(document, document, { miniature: true });
      const { scale, view } = thumbnailFrame(scene, 350, 248);
      expect(view.width * scale).toBeCloseTo(350);
      expect(view.height * scale).toBeCloseTo(248);
      expect(scale).toBeLessThanOrEqual(0.6);
      const composites = scene.boxes.filter((box) => box.inside);
      const seen = composites.some(
        ({ rect }) =>
          rect.x + rect.width / 2 > view.x && rect.x + rect.width / 2 < view.x + view.width,
      );
      expect(seen || composites.length === 0).toBe(true);
    },
  );

  it('brings blocks nearer and keeps what is in line in line', () => {
    const { document } = presets[0];
    const wide = buildScene(document, document);
    const small = buildScene(document, document, { miniature: true });
    expect(small.bounds.width).toBeLessThanOrEqual(wide.bounds.width);
    expect(small.bounds.height).toBeLessThanOrEqual(wide.bounds.height);
    const x = (id: string) => small.boxes.find((box) => box.id === id)?.rect.x;
    expect(x('source')).toBe(x('source-embedding'));
  });
});
