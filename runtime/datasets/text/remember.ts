/** What was made of a text, for as long as the text itself is kept. */

const made = new WeakMap<object, Map<string, Promise<unknown>>>();
/** Results for one text; the one that was asked for longest ago goes first. */
const CAPACITY = 4;

/** The result of `make`, or of an earlier call for the same source and key. */
export async function remember<T>(source: object, key: string, make: () => Promise<T>): Promise<T> {
  const results = made.get(source) ?? new Map<string, Promise<unknown>>();
  made.set(source, results);
  const known = results.get(key) as Promise<T> | undefined;
  results.delete(key);
  // Whoever made it may have been stopped; then it is made again.
  const result = known ? known.catch(make) : make();
  results.set(key, result);
  result.catch(() => {
    if (results.get(key) === result) results.delete(key);
  });
  for (const oldest of results.keys()) {
    if (results.size <= CAPACITY) break;
    results.delete(oldest);
  }
  return result;
}
