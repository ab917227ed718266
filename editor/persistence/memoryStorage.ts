/** Keeps everything in this tab alone: for browsers that deny storage. Gone when the tab closes. */
import {
  ConflictError,
  type DocumentStorage,
  type DocumentVersion,
  MAX_TRAININGS,
  MAX_VERSIONS,
  type SnapshotReason,
  type StoredDocument,
  type StoredTraining,
  slotKey,
  swapSlot,
  variantOfSlot,
} from './storage';

export function openMemoryStorage(): DocumentStorage {
  const documents = new Map<string, StoredDocument>();
  const settings = new Map<string, unknown>();
  let versions: DocumentVersion[] = [];
  let trainings: StoredTraining[] = [];
  let nextKey = 1;

  function addVersion(before: StoredDocument, reason: SnapshotReason, saved: number): void {
    const known = versions.filter((version) => version.documentId === before.id);
    if (known.at(-1)?.hash === before.hash && reason !== 'delete') return;
    const { id: documentId, title, text, hash, source, sourceHash } = before;
    const key = nextKey++;
    versions.push({ key, documentId, title, text, hash, source, sourceHash, reason, saved });
    const old = new Set(known.slice(0, Math.max(0, known.length + 1 - MAX_VERSIONS)));
    versions = versions.filter((version) => !old.has(version));
  }

  return {
    kind: 'memory',
    async list() {
      return [...documents.values()]
        .map(({ text: _text, ...summary }) => summary)
        .sort((a, b) => b.updated - a.updated);
    },
    async read(id) {
      return documents.get(id) ?? null;
    },
    async write({ document, expected, snapshot, swaps = [] }) {
      const before = documents.get(document.id);
      if ((before?.counter ?? null) !== expected) {
        throw new ConflictError('The document was changed elsewhere.');
      }
      if (snapshot && before && before.hash !== document.hash) {
        addVersion(before, snapshot, document.updated);
      }
      documents.set(document.id, document);
      trainings = trainings.map((entry) =>
        entry.documentId === document.id ? { ...entry, slot: swapSlot(entry.slot, swaps) } : entry,
      );
    },
    // They would end with the tab.
    leaveWords() {},
    async takeWordsBack() {},
    async recover(id) {
      return documents.get(id) ?? null;
    },
    async remove(id, now) {
      const before = documents.get(id);
      if (!before) return;
      addVersion(before, 'delete', now);
      documents.delete(id);
    },
    async restore(id) {
      const found = versions.filter(
        (version) => version.documentId === id && version.reason === 'delete',
      );
      const last = found.at(-1);
      if (!last || documents.has(id)) return null;
      const { title, text, hash, saved, source, sourceHash } = last;
      const restored = { id, title, text, hash, updated: saved, counter: 1, source, sourceHash };
      documents.set(id, restored);
      return restored;
    },
    async versions(documentId) {
      return versions.filter((version) => version.documentId === documentId).reverse();
    },
    async putTraining(training) {
      const isOwn = ({ documentId, slot }: StoredTraining) =>
        documentId === training.documentId && variantOfSlot(slot) === variantOfSlot(training.slot);
      const own = trainings.filter((entry) => isOwn(entry) && entry.slot !== training.slot);
      const newest = [...own, training].sort((a, b) => b.saved - a.saved).slice(0, MAX_TRAININGS);
      trainings = [...trainings.filter((entry) => !isOwn(entry)), ...newest];
    },
    async getTraining(documentId, variant, graphHash) {
      const fitting = trainings.filter(
        (entry) =>
          entry.documentId === documentId &&
          (graphHash
            ? entry.slot === slotKey(variant, graphHash)
            : variantOfSlot(entry.slot) === variant),
      );
      return fitting.sort((a, b) => b.saved - a.saved)[0] ?? null;
    },
    async deleteTrainings(documentId, which) {
      trainings = trainings.filter(
        (entry) => entry.documentId !== documentId || !which(variantOfSlot(entry.slot)),
      );
    },
    async freeRoom(keep) {
      trainings = trainings.filter((entry) => entry.documentId === keep);
    },
    // A tab does not live as long as deleted documents are kept.
    async purgeDeleted() {},
    async getSetting(key) {
      return settings.get(key);
    },
    async putSetting(key, value) {
      settings.set(key, value);
    },
    close() {},
  };
}
