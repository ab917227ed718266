/** Tokens on pictures, as the architectures lay them. */
import { describe, expect, test } from 'vitest';
import { findPatchGrid, moveToken, patchLabel, patchOfToken, tokenAtPoint } from './patches';

describe('findPatchGrid', () => {
  test.each([
    ['ViT-B/16', 197, 224, 224, { rows: 14, columns: 14, leading: 1 }],
    ['ViT on MNIST, patches of 7', 17, 28, 28, { rows: 4, columns: 4, leading: 1 }],
    ['ViT on MNIST, patches of 4, no class token', 49, 28, 28, { rows: 7, columns: 7, leading: 0 }],
    ['AA convolution, stride 16', 196, 224, 224, { rows: 14, columns: 14, leading: 0 }],
    ['AA convolution after a rounded stride', 16, 28, 28, { rows: 4, columns: 4, leading: 0 }],
    ['a wide picture', 32, 64, 128, { rows: 4, columns: 8, leading: 0 }],
    ['a wide picture with a class token', 33, 64, 128, { rows: 4, columns: 8, leading: 1 }],
    ['one patch', 1, 28, 28, { rows: 1, columns: 1, leading: 0 }],
  ])('%s', (_, tokens, height, width, expected) => {
    expect(findPatchGrid(tokens, height, width)).toEqual(expected);
  });

  test('is null where tokens do not tile the picture', () => {
    expect(findPatchGrid(23, 28, 28)).toBeNull();
    expect(findPatchGrid(0, 28, 28)).toBeNull();
    // More tokens than pixels.
    expect(findPatchGrid(64 * 64, 28, 28)).toBeNull();
  });
});

describe('places', () => {
  const grid = { rows: 4, columns: 4, leading: 1 };

  test('the class token lies nowhere, the first patch at the top left', () => {
    expect(patchOfToken(grid, 0)).toBeNull();
    expect(patchOfToken(grid, 1)).toEqual({ left: 0, top: 0, width: 0.25, height: 0.25 });
    expect(patchOfToken(grid, 17)).toBeNull();
  });

  test('a point finds the token whose patch it is in', () => {
    for (let token = 1; token <= 16; token++) {
      const patch = patchOfToken(grid, token)!;
      expect(tokenAtPoint(grid, patch.left + 0.1, patch.top + 0.1)).toBe(token);
    }
    expect(tokenAtPoint(grid, 1, 1)).toBe(16);
    expect(tokenAtPoint(grid, -1, -1)).toBe(1);
  });

  test('labels count from one', () => {
    expect(patchLabel(grid, 0)).toBe('class token');
    expect(patchLabel(grid, 6)).toBe('row 2, column 2');
  });

  test('arrows stop at the edges and reach the class token', () => {
    expect(moveToken(grid, 6, -1, 0)).toBe(2);
    expect(moveToken(grid, 2, -1, 0)).toBe(0);
    expect(moveToken(grid, 0, 1, 0)).toBe(1);
    expect(moveToken(grid, 0, -1, 0)).toBe(0);
    expect(moveToken(grid, 4, 0, 1)).toBe(4);
    expect(moveToken(grid, 16, 1, 0)).toBe(16);
    expect(moveToken({ ...grid, leading: 0 }, 2, -1, 0)).toBe(2);
  });
});
