/** Bypassing and using again; the flag goes wherever its node goes. */
import { describe, expect, it } from 'vitest';
import { presets } from '../../presets/index';
import { type CompositeBlock, findBlock, type GraphDocument } from '../../runtime/index';
import { setBypass } from './bypass';
import { copyNodes, duplicate, fromClipboard, pasteNodes, toClipboard } from './clipboard';
import { detachComposite } from './composites';
import { applyFix, canApplyFix } from './fixes';
import { groupNodes } from './group';

const vit = presets.find(({ id }) => id === 'vit-tiny')?.document as GraphDocument;
const off = setBypass([], ['dropout', 'encoder'], true).apply(vit);
const encoder = findBlock('vit-encoder-layer') as CompositeBlock;
const added = (after: GraphDocument, before: GraphDocument) =>
  Object.values(after.nodes).filter(({ id }) => !Object.hasOwn(before.nodes, id));

describe('setBypass', () => {
  it('bypasses several nodes in one step, and uses them again', () => {
    expect(off.nodes.dropout).toEqual({ ...vit.nodes.dropout, bypass: true });
    expect(off.nodes.encoder.bypass).toBe(true);
    expect(off.edges).toBe(vit.edges);
    expect(off.nodes.head).toBe(vit.nodes.head);
    const back = setBypass([], ['dropout', 'encoder'], false).apply(off);
    expect(back.nodes).toEqual(vit.nodes);
    expect(back.nodes.dropout).not.toHaveProperty('bypass');
  });

  it('says what it does', () => {
    expect(setBypass([], ['dropout'], true, 'Dropout').label).toBe('Bypass Dropout');
    expect(setBypass([], ['dropout'], false, 'Dropout').label).toBe('Use Dropout again');
    expect(setBypass([], ['a', 'b'], true).label).toBe('Bypass 2 blocks');
    expect(setBypass([], ['a', 'b'], false).label).toBe('Use 2 blocks again');
  });

  it('does nothing where there is nothing to do', () => {
    expect(setBypass([], ['dropout'], true).apply(off)).toBe(off);
    expect(setBypass([], ['dropout'], false).apply(vit)).toBe(vit);
    expect(setBypass([], ['gone', 'constructor'], true).apply(vit)).toBe(vit);
    expect(setBypass(['encoder'], ['dropout-1'], true).apply(vit)).toBe(vit);
  });

  it('works within a block of the document, for every use of it', () => {
    const own = detachComposite([], 'encoder', encoder).apply(vit);
    const [inner] = Object.keys(encoder.graph.nodes);
    const after = setBypass(['encoder'], [inner], true).apply(own);
    const [definition] = Object.values(after.definitions);
    expect(definition.nodes[inner].bypass).toBe(true);
    expect(after.nodes).toBe(own.nodes);
  });
});

describe('a bypassed node', () => {
  it('stays bypassed when it is copied, duplicated, grouped or made editable', () => {
    const ids = ['dropout', 'encoder'];
    const fragment = fromClipboard(toClipboard(copyNodes(off, [], ids)))?.fragment;
    if (!fragment) throw new Error('what was copied can be pasted');
    for (const command of [pasteNodes([], fragment), duplicate([], ids)]) {
      const copies = added(command.apply(off), off);
      expect(copies.map(({ bypass }) => bypass)).toEqual([true, true]);
    }
    const [group] = Object.values(groupNodes([], ids).apply(off).definitions);
    expect(Object.values(group.nodes).map(({ bypass }) => bypass)).toEqual([true, true]);
    expect(detachComposite([], 'encoder', encoder).apply(off).nodes.encoder.bypass).toBe(true);
  });

  it('is used again by the fix of its problem, at any level', () => {
    const fix = (path: string) => ({
      label: 'Use it again',
      edits: [{ kind: 'setBypass' as const, path, value: false }],
    });
    expect(applyFix(fix('encoder')).apply(off).nodes.encoder).toEqual(vit.nodes.encoder);
    const own = detachComposite([], 'encoder', encoder).apply(vit);
    const [inner] = Object.keys(encoder.graph.nodes);
    const wrong = setBypass(['encoder'], [inner], true).apply(own);
    const after = applyFix(fix(`encoder/1/${inner}`)).apply(wrong);
    expect(after.definitions).toEqual(own.definitions);
    expect(canApplyFix(vit, fix(`encoder/1/${inner}`))).toBe(false);
  });
});
