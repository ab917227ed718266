/** Tells before anything is changed whether a block can be bypassed, as the compiler would. */
import { GRAPH_INPUT, type GraphDocument, judgeBypass, type TensorType } from '../../runtime/index';
import type { Level } from '../commands/command';
import { levelAt, locate, own } from '../commands/levels';
import { analysisOf } from '../store/selectors';
import { titleOf, viewBlock } from './blockView';
import { originPrefix, typeOfInput, typeOfPort } from './origin';

/** Why a node cannot be bypassed, in a sentence; null where it can, or is. */
export function whyNotBypass(document: GraphDocument, level: Level, id: string): string | null {
  const open = levelAt(document, level);
  if (!open || open.kind === 'builtin') return 'This block is built in and cannot be changed.';
  const node = own(open.graph.nodes, id);
  if (!node) return null;
  const analysis = analysisOf(document);
  if (node.bypass) return problemOf(analysis.diagnostics, level, id);
  const block = viewBlock(document, node.block);
  const title = titleOf(node, block);
  if (!block) return `${title} cannot be bypassed: what it does is not known here.`;
  const origin = { document, level, analysis };
  const path = `${originPrefix(origin)}${id}`;
  const inputs = new Map<string, TensorType | undefined>();
  for (const { source, target, targetPort } of open.graph.edges) {
    if (target !== id || !Object.hasOwn(block.inputs, targetPort)) continue;
    const type = typeOfInput(origin, id, targetPort);
    // An input that is open outside is open inside.
    if (type || source !== GRAPH_INPUT) inputs.set(targetPort, type);
  }
  const outputs = new Map<string, TensorType>();
  for (const port of Object.keys(block.outputs)) {
    const type = typeOfPort(analysis, `${path}.${port}`);
    if (type) outputs.set(port, type);
  }
  const leaving = open.graph.edges.filter(
    ({ source, sourcePort }) => source === id && Object.hasOwn(block.outputs, sourcePort),
  );
  const wired = new Set(leaving.map(({ sourcePort }) => sourcePort));
  const results = analysis.plan.program.outputs
    .filter((made) => made.path === path || made.path.startsWith(`${path}/`))
    .map(({ kind }) => kind);
  const answer = judgeBypass({ title, block, inputs, outputs, wired, results });
  if (answer.kind === 'refused') return answer.reason;
  if (answer.kind === 'passes') return null;
  return `${title} cannot be bypassed yet: the sizes that go through it are not known.`;
}

type Diagnostics = ReturnType<typeof analysisOf>['diagnostics'];

/** What the compiler has against a node that is bypassed already. */
function problemOf(diagnostics: Diagnostics, level: Level, id: string): string | null {
  const here = [...level, id].join('/');
  const found = diagnostics.find(({ code, at }) => {
    if (code !== 'node/bypass' || at.path === undefined) return false;
    const place = locate(at.path);
    return [...place.level, place.node].join('/') === here;
  });
  return found?.message ?? null;
}
