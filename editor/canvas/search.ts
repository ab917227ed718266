/** Finds blocks by what people type: names, choices, code, papers, words of the explanation. */
import { allBlocks, type GraphDocument } from '../../runtime/index';
import { familyTitles } from '../ui/families';
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
  const words = plain(query).split(/\s+/).filter(Boolean);
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
  const title = plain(block.title);
  if (title.startsWith(word)) return 100;
  if (begins(title, word)) return 60;
  const names = (block.docs?.alsoCalled ?? []).map(plain);
  if (names.some((name) => begins(name, word))) return 55;
  if (word.length > 1 && initials(title).startsWith(word)) return 50;
  // "maxpool" and "layernorm" are written as one word in code.
  if (title.replace(/[\s-]+/g, '').startsWith(word)) return 45;
  if (title.includes(word)) return 40;
  if (block.id.includes(word)) return 30;
  if (begins(plain(`${block.family} ${familyTitles[block.family]}`), word)) return 20;
  if (begins(plain(choicesOf(block)), word)) return 15;
  const { summary = '', formula = '', paper, pytorch = '', keras = '' } = block.docs ?? {};
  if (begins(plain(`${pytorch} ${keras}`), word)) return 12;
  if (begins(plain(summary), word)) return 8;
  return begins(plain(`${formula} ${paper?.authors} ${paper?.title}`), word) ? 4 : 0;
}

/** The settings of a block and what each may be: "GELU" finds what can apply it. */
function choicesOf(block: BlockView): string {
  return Object.values(block.params)
    .flatMap((param) => [
      param.label,
      ...(param.kind === 'choice' ? Object.values(param.choices) : []),
    ])
    .join(' ');
}

/** Lower case, in one spelling: "normalization" is "normalisation". */
function plain(text: string): string {
  return text.toLowerCase().replace(/iz(?=e|ation|ing)/g, 'is');
}

/** Whether a word of the text begins so; a word may have hyphens, as in "self-attention". */
function begins(text: string, word: string): boolean {
  const at = text.indexOf(word);
  if (at < 0) return false;
  if (at === 0 || !/[a-z0-9]/.test(text[at - 1] ?? '')) return true;
  return begins(text.slice(at + 1), word);
}

/** `mha` finds "Multi-head attention". */
function initials(title: string): string {
  return title
    .split(/[\s-]+/)
    .map((part) => part[0] ?? '')
    .join('');
}
