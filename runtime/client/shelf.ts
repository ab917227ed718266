/** The last weights of every slot, kept on the page for a worker that may have to follow. */
import type { Checkpoint } from '../protocol';

export interface Shelf {
  get(slot: string): Checkpoint | null;
  put(slot: string, checkpoint: Checkpoint): void;
  /** By slot. */
  all(): ReadonlyMap<string, Checkpoint>;
  /** Begins to fetch: what comes is current unless the weights were replaced meanwhile. */
  ask(slot: string): { isCurrent(): boolean };
  /** Milliseconds since weights of a slot were last asked for. */
  age(slot: string): number;
  /** The worker has other weights from now on; those of all slots where none is named. */
  replace(slot: string | undefined, next: Checkpoint | null): void;
  /** Forgets what is still kept of this. */
  drop(slot: string, checkpoint: Checkpoint): void;
}

export function createShelf(): Shelf {
  const kept = new Map<string, Checkpoint>();
  /** Whoever asks, one transfer in a while is enough. */
  const askedAt = new Map<string, number>();
  /** Raised whenever weights are replaced: what was asked for before is of other weights. */
  const lineages = new Map<string, number>();
  const lineageOf = (slot: string) => lineages.get(slot) ?? 0;
  return {
    get: (slot) => kept.get(slot) ?? null,
    put: (slot, checkpoint) => void kept.set(slot, checkpoint),
    all: () => new Map(kept),
    ask(slot) {
      askedAt.set(slot, performance.now());
      const lineage = lineageOf(slot);
      lineages.set(slot, lineage);
      return { isCurrent: () => lineageOf(slot) === lineage };
    },
    age: (slot) => performance.now() - (askedAt.get(slot) ?? Number.NEGATIVE_INFINITY),
    replace(slot, next) {
      const meant = slot === undefined ? new Set([...kept.keys(), ...lineages.keys()]) : [slot];
      for (const each of meant) {
        lineages.set(each, lineageOf(each) + 1);
        if (next) kept.set(each, next);
        else kept.delete(each);
      }
    },
    drop(slot, checkpoint) {
      if (kept.get(slot) === checkpoint) kept.delete(slot);
    },
  };
}
