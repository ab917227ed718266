/** Finds blocks by what people type: title, id, family, words of the summary. */
import { allBlocks, type GraphDocument } from '../../runtime/index';
import { type BlockView, viewBlock, viewOfBlock } from './blockView';

/** Every block that can be added to a document: the catalogue, then the document's own. */
export function addableBlocks(document: GraphDocument): readonly BlockView[] {
  const own = Object.keys(document.definitions)
    .map((id) => viewBlock(document, id))
    .filter((view) => view !== undefined);
  return [...allBlocks().map(viewOfBlock), ...own];
}

/** Blocks that match every word of `query`, best first; all of them, in order, for an empty one. */
export function searchBlocks(blocks: readonly BlockView[], query: string): readonly BlockView[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return blocks;
  const scored = blocks.flatMap((block) => {
    let score = 0;
    for (const word of words) {
      const found = scoreWord(block, word);
      if (found === 0) return [];
      score += found;
    }
    return [{ block, score }];
  });
  scored.sort((a, b) => b.score - a.score || a.block.title.localeCompare(b.block.title));
  return scored.map(({ block }) => block);
}

function scoreWord(block: BlockView, word: string): number {
  const title = block.title.toLowerCase();
  if (title.startsWith(word)) return 100;
  if (title.split(/[\s-]+/).some((part) => part.startsWith(word))) return 60;
  if (initials(title).startsWith(word) && word.length > 1) return 50;
  if (title.includes(word)) return 40;
  if (block.id.includes(word)) return 30;
  if (block.family.includes(word)) return 20;
  return block.docs?.summary.toLowerCase().includes(word) ? 8 : 0;
}

/** `mha` finds "Multi-head attention". */
function initials(title: string): string {
  return title
    .split(/[\s-]+/)
    .map((part) => part[0] ?? '')
    .join('');
}
