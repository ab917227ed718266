/** What attention there is in the presets, and what its tokens are. */
import { expect, test } from 'vitest';
import { presets } from '../../../presets/index';
import { analyze, emptyDocument, type GraphDocument } from '../../../runtime/index';
import { findInputs } from '../run/graphInputs';
import { findAttention } from './attentionSources';
import { findPatchGrid } from './patches';
import { wantedTaps } from './wantedTaps';

function documentOf(id: string): GraphDocument {
  const preset = presets.find((each) => each.id === id);
  if (!preset) throw new Error(`no preset ${id}`);
  return preset.document;
}
const attentionOf = (id: string) => findAttention(documentOf(id), analyze(documentOf(id)));

test('the Transformer: encoder before decoder, cross-attention between them', () => {
  const found = attentionOf('transformer-base');
  expect(found).toHaveLength(18);
  expect(found.map(({ path }) => path.split('/')[0]).indexOf('decoder')).toBe(6);
  const cross = found.find(({ tap }) => tap === 'decoder/2/cross-attention.weights');
  expect(cross).toMatchObject({
    title: 'Decoder layer, 3 of 6 › Cross-attention',
    heads: 8,
    tokens: 128,
    source: 128,
    queryInput: 'target',
    sourceInput: 'source',
  });
});

test('what is bypassed is not looked at', () => {
  const document = documentOf('transformer-tiny');
  const { encoder } = document.nodes;
  const off = { ...document, nodes: { ...document.nodes, encoder: { ...encoder, bypass: true } } };
  expect(attentionOf('transformer-tiny')).toHaveLength(6);
  const found = findAttention(off, analyze(off));
  expect(found.map(({ path }) => path.split('/')[0])).toEqual(Array(4).fill('decoder'));
  expect(found.at(-1)).toMatchObject({ queryInput: 'target', sourceInput: 'source' });
});

test.each([
  ['vit-b-16', 12, { rows: 14, columns: 14, leading: 1 }],
  ['aa-resnet-50', 13, { rows: 14, columns: 14, leading: 0 }],
])('%s: every layer looks at the picture', (id, layers, grid) => {
  const found = attentionOf(id);
  expect(found).toHaveLength(layers);
  const [image] = findInputs(documentOf(id), analyze(documentOf(id)));
  if (image.kind !== 'image') throw new Error('not an image');
  expect(found.every((each) => each.queryInput === image.path)).toBe(true);
  expect(findPatchGrid(found[0].tokens, image.height, image.width)).toEqual(grid);
});

test('inputs are those that a user fills', () => {
  const document = documentOf('transformer-tiny');
  expect(findInputs(document, analyze(document))).toEqual([
    {
      kind: 'text',
      path: 'source',
      title: 'Inputs',
      tokens: 9,
      vocabulary: 13,
      tokenizer: 'digits',
    },
  ]);
});

test('an empty graph has neither', () => {
  const document = emptyDocument();
  expect(findAttention(document, analyze(document))).toEqual([]);
  expect(findInputs(document, analyze(document))).toEqual([]);
  expect(wantedTaps([], null)).toEqual([]);
});

test('a small graph brings all attention back, a large one what is looked at', () => {
  const small = attentionOf('vit-tiny');
  expect(wantedTaps(small, null)).toEqual(small.map(({ tap }) => tap));
  const large = attentionOf('vit-b-16');
  expect(wantedTaps(large, large[7].tap)).toEqual([large[7].tap]);
  expect(wantedTaps(large, 'gone.weights')).toEqual([large[0].tap]);
});
