import { expect, it } from 'vitest';
import { presets } from '../../../presets/index';
import { analyze, type Experiment, type GraphDocument, needsOf } from '../../../runtime/index';
import { mirrorRemark } from './mirrorRemark';

it('warns of mirrored digits, and of nothing else', () => {
  const graph = presets.find(({ id }) => id === 'vit-tiny')?.document as GraphDocument;
  const needs = needsOf(analyze(graph).plan.program);
  const remark = (part: Partial<Experiment>) =>
    mirrorRemark({ ...(graph.experiment as Experiment), ...part }, needs);
  for (const dataset of ['mnist', 'digits-8x8']) {
    expect(remark({ dataset, flip: true })).toMatch(/digits/);
    expect(remark({ dataset })).toBeNull();
  }
  expect(remark({ dataset: 'fashion-mnist', flip: true })).toBeNull();
  expect(remark({ dataset: 'gone', flip: true })).toBeNull();
});
