/** Blocks of the catalogue and definitions of a document, seen as one thing. */
import {
  type Block,
  type BlockDocs,
  type DefinedBlock,
  type Family,
  type GraphDocument,
  type GraphFragment,
  type GraphNode,
  type ParamSpec,
  type PortSpec,
  resolveBlock,
} from '../../runtime/index';

/** What the editor shows of a block, whoever defined it. */
export interface BlockView {
  readonly id: string;
  readonly title: string;
  readonly family: Family;
  readonly icon: string;
  /** Wanted seldom: the palette shows it behind "More". */
  readonly advanced: boolean;
  readonly inputs: Readonly<Record<string, PortSpec>>;
  readonly outputs: Readonly<Record<string, PortSpec>>;
  readonly params: Readonly<Record<string, ParamSpec>>;
  readonly docs?: BlockDocs;
  /** The graph inside, when it can be opened. */
  readonly inside?: GraphFragment;
  /** Defined by the document itself: its inside can be edited. */
  readonly own: boolean;
}

/** The part of a document that says what its blocks are. */
export type Definitions = Pick<GraphDocument, 'definitions'>;

const views = new WeakMap<Block | DefinedBlock, BlockView>();

/** The block with this id; the document's own definitions come first. Undefined if there is none. */
export function viewBlock(document: Definitions, id: string): BlockView | undefined {
  const block = resolveBlock(id, document.definitions);
  return block && viewOfBlock(block);
}

/** Cached, so that equal blocks are the same object from render to render. */
export function viewOfBlock(block: Block | DefinedBlock): BlockView {
  let view = views.get(block);
  if (!view) {
    view = block.kind === 'defined' ? viewOfDefinition(block) : viewOfCatalogue(block);
    views.set(block, view);
  }
  return view;
}

function viewOfCatalogue(block: Block): BlockView {
  const { id, title, family, icon, advanced = false, inputs, outputs, params, docs } = block;
  const inside = block.kind === 'composite' ? block.graph : undefined;
  return { id, title, family, icon, advanced, inputs, outputs, params, docs, inside, own: false };
}

function viewOfDefinition({ id, title, inputs, outputs, params, definition }: DefinedBlock) {
  const own = { own: true, inside: definition, family: 'composite', icon: 'Boxes' } as const;
  return { id, title, inputs, outputs, params, advanced: false, ...own };
}

/** The name shown for a node: its own label, else its block's title, else the block's id. */
export function titleOf(node: GraphNode, block: BlockView | undefined): string {
  return node.label || block?.title || node.block;
}
