/** After a new version is put on the host, an old page asks for files that are gone: it reloads. */

const KEY = 'patchbay.reloaded';
/** Not again and again when the file is truly missing, ms. */
const GUARD = 10_000;

/** Saves, then reloads the page once when a part of it can no longer be loaded. */
export function reloadOnceWhenStale(save: () => Promise<unknown>): void {
  addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    if (Date.now() - last < GUARD) return;
    event.preventDefault();
    sessionStorage.setItem(KEY, String(Date.now()));
    void save().finally(() => location.reload());
  });
}
