/** Names places of a graph in words. */
import type { Analysis, GraphDocument } from '../../runtime/index';
import { faceOf, levelAt, locate } from '../commands/levels';

/** An origin path in words: "Encoder layer, 4 of 6 › Cross-attention". */
export function pathTitle(document: GraphDocument, analysis: Analysis, path: string): string {
  const words: string[] = [];
  const segments = path.split('/');
  segments.forEach((segment, at) => {
    const prefix = segments.slice(0, at + 1).join('/');
    if (/^\d+$/.test(segment)) {
      const repeat = analysis.nodes.get(segments.slice(0, at).join('/'))?.repeat;
      const last = words.length - 1;
      if (last >= 0) words[last] += `, ${Number(segment) + 1}${repeat ? ` of ${repeat}` : ''}`;
      return;
    }
    const { level } = locate(prefix);
    const node = levelAt(document, level)?.graph.nodes[segment];
    words.push(node?.label ?? (node && faceOf(document, node.block)?.title) ?? segment);
  });
  return words.join(' › ');
}
