/** What makes data fit, applied to documents. */
import { describe, expect, it } from 'vitest';
import { preset as transformer } from '../../presets/transformer-tiny';
import { preset as vit } from '../../presets/vit-tiny';
import { type Experiment, emptyDocument, type Fix, type GraphDocument } from '../../runtime/index';
import { analysisOf } from '../store/selectors';
import { applyFix, canApplyFix } from './fixes';

function trainedOn(document: GraphDocument, part: Partial<Experiment>): GraphDocument {
  return { ...document, experiment: { ...(document.experiment as Experiment), ...part } };
}

const fixesOf = (document: GraphDocument): Fix[] =>
  analysisOf(document).diagnostics.flatMap(({ fixes = [] }) => fixes);

function labelled(document: GraphDocument, label: string): Fix {
  const fix = fixesOf(document).find((each) => each.label === label);
  if (!fix) throw new Error(`no fix "${label}"`);
  return fix;
}

describe('a change of the training', () => {
  const use: Fix = {
    label: 'Use the small part',
    edits: [{ kind: 'setExperiment', part: { dataset: 'cifar10-small' } }],
  };

  it('keeps what else the document says of it', () => {
    const before = trainedOn(vit.document, { dataset: 'cifar10', seed: 12 });
    const after = applyFix(use).apply(before);
    expect(after.experiment).toEqual({ ...before.experiment, dataset: 'cifar10-small' });
    expect(after.nodes).toBe(before.nodes);
    expect(applyFix(use).apply(after)).toBe(after);
  });

  it('is not offered where the document says nothing of it', () => {
    expect(canApplyFix(vit.document, use)).toBe(true);
    expect(canApplyFix(emptyDocument(), use)).toBe(false);
    const empty = emptyDocument();
    expect(applyFix(use).apply(empty)).toBe(empty);
  });
});

describe('data that does not fit the graph', () => {
  const other = trainedOn(vit.document, { dataset: 'cifar10-small' });

  it('is a warning at the input, and the graph has no error', () => {
    expect(analysisOf(other).diagnostics).toMatchObject([
      {
        code: 'train/data',
        severity: 'warning',
        message: 'This block takes height 28, width 28, channels 1; CIFAR-10 has 32, 32, 3.',
        at: { path: 'image' },
      },
    ]);
    expect(analysisOf(vit.document).diagnostics).toEqual([]);
  });

  it('fits after its pictures are resized and turned into grey', () => {
    const fix = labelled(other, 'Resize the pictures to 28 x 28 and turn them into grey');
    expect(canApplyFix(other, fix)).toBe(true);
    expect(analysisOf(applyFix(fix).apply(other)).diagnostics).toEqual([]);
  });

  it('fits after the input was changed, and then what the input feeds', () => {
    const wider = applyFix(labelled(other, 'Change the block to 32 x 32 x 3')).apply(other);
    expect(analysisOf(wider).diagnostics).toMatchObject([{ code: 'shape/indivisible' }]);
    const patched = applyFix(labelled(wider, 'Set patch size to 8')).apply(wider);
    expect(analysisOf(patched).diagnostics).toEqual([]);
  });

  it('fits after a data set was chosen that the graph can take', () => {
    const lost = trainedOn(vit.document, { dataset: 'reverse-digits' });
    const messages = analysisOf(lost).diagnostics.map(({ message }) => message);
    expect(messages).toEqual([
      'This block asks for "image"; Reverse the digits has source, decoderInput, target.',
      'This block asks for "label"; Reverse the digits has source, decoderInput, target.',
    ]);
    const after = applyFix(labelled(lost, 'Use MNIST digits')).apply(lost);
    expect(after.experiment?.dataset).toBe('mnist');
    expect(analysisOf(after).diagnostics).toEqual([]);
  });

  it('fits after a value was changed that several inputs follow', () => {
    const { hyperparameters } = transformer.document;
    const withVocabulary = (value: number) => ({
      ...transformer.document,
      hyperparameters: hyperparameters.map((entry) =>
        entry.name === 'vocabulary' ? { ...entry, value } : entry,
      ),
    });
    const document = withVocabulary(7);
    const fixes = fixesOf(document);
    expect(fixes.length).toBeGreaterThan(1);
    expect(new Set(fixes.map(({ label }) => label))).toEqual(new Set(['Set vocabulary to 13']));
    const after = applyFix(fixes[0]).apply(document);
    expect(after).toEqual(withVocabulary(13));
    expect(fixesOf(after)).toEqual([]);
  });

  it('is told of no document that names no data', () => {
    const { experiment: _experiment, ...rest } = other;
    expect(fixesOf(rest)).toEqual([]);
  });
});
