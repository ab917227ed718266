import { describe, expect, it } from 'vitest';
import { presets } from '../../../presets/index';
import {
  analyze,
  checkFit,
  datasets,
  findDataset,
  type GraphDocument,
  needsOf,
} from '../../../runtime/index';
import { chooseData } from '../../commands/chooseData';
import { judgeData } from './judgeData';

const graph = (id: string) => presets.find((preset) => preset.id === id)?.document as GraphDocument;
const needs = (document: GraphDocument) => needsOf(analyze(document).plan.program);
const infoOf = (id: string) => {
  const info = findDataset(id);
  if (!info) throw new Error(`no data set ${id}`);
  return info;
};

describe('judgeData', () => {
  const vit = graph('vit-tiny');

  it('knows what fits as it is', () => {
    expect(judgeData(infoOf('fashion-mnist'), needs(vit))).toEqual({
      kind: 'fits',
      misfits: [],
      ways: [],
    });
  });

  it('offers to change the pictures, or the block', () => {
    const { kind, misfits, ways } = judgeData(infoOf('cifar10-small'), needs(vit));
    expect(kind).toBe('adapts');
    expect(misfits).toHaveLength(1);
    expect(ways.map(({ words }) => words)).toEqual([
      'resize the pictures to 28 x 28 and turn them into grey',
      'change the block to 32 x 32 x 3',
    ]);
  });

  it('says where there is no way', () => {
    const { kind, ways } = judgeData(infoOf('copy'), needs(vit));
    expect([kind, ways]).toEqual(['misfit', []]);
  });

  it('offers ways that do what they say, for every data set and small preset', () => {
    let tried = 0;
    for (const { document, small } of presets) {
      const { experiment } = document;
      if (!small || !experiment) continue;
      for (const info of datasets) {
        // The first one changes as little of the graph as may be.
        for (const { fixes } of judgeData(info, needs(document)).ways.slice(0, 1)) {
          const next = chooseData(info, experiment, fixes).apply(document);
          expect(next.experiment?.dataset).toBe(info.id);
          const left = checkFit(info, needs(next), next.experiment ?? {});
          expect(left, `${document.title}, ${info.title}`).toEqual([]);
          tried++;
        }
      }
    }
    expect(tried).toBeGreaterThan(10);
  });
});
