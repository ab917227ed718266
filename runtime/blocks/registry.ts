/** The block catalogue. A new folder `<family>/<name>/block.ts` is found by itself. */
import type { Block } from './types';

const modules = import.meta.glob<{ default: Block }>('./*/*/block.ts', { eager: true });

const byId: ReadonlyMap<string, Block> = new Map(
  Object.values(modules).map((module) => [module.default.id, module.default]),
);

/** The block with this id, if there is one. */
export function findBlock(id: string): Block | undefined {
  return byId.get(id);
}

/** Every block, in the order of the palette: by family, then by title. */
export function allBlocks(): readonly Block[] {
  return [...byId.values()].sort((a, b) => a.title.localeCompare(b.title));
}
