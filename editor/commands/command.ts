/** What a durable change of the document is: a pure function with a label for undo. */
import type { GraphDocument } from '../../runtime/index';

/**
 * Where a change happens: ids of the nodes that were opened, from the top; `[]` is the document
 * itself. Equal to `view.openPath` of the store.
 */
export type Level = readonly string[];

/** Made by the functions of this folder, given to `commit` or `preview` of the store. */
export interface Command {
  /** A verb first, for the Edit menu: "Add Linear". */
  readonly label: string;
  /** Pure. Gives the same object back when there is nothing to do. */
  apply(document: GraphDocument): GraphDocument;
  /** After it, what it added is selected: nodes, or a variant, which is shown then. */
  readonly selectsAdded?: boolean;
  /** Works on the document with all its variants; by default on the variant that is shown. */
  readonly whole?: boolean;
  /** Id of the variant that changes places with the base. */
  readonly swaps?: string;
}
