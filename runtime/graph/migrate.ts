/** Brings the JSON of an older document to the version of today: pure steps, one a version. */

/** A JSON object as read, before anything in it is known. */
export type JsonObject = { readonly [key: string]: unknown };

/** A JSON object, not an array. */
export function isObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** From version v to v + 1. Never edited once released: old files depend on it. */
export type Migration = (json: JsonObject) => JsonObject;

export const CURRENT_VERSION = 2;

/** `migrations[v]` leads from version v to v + 1. Version 1 is the first. */
export const migrations: Readonly<Record<number, Migration>> = {
  // Version 2 adds blocks that are bypassed, variants, and results, which version 1 has not.
  1: (json) => json,
};

/** The document at `current`. Throws a RangeError when a step is missing: a mistake of ours. */
export function migrate(
  json: JsonObject,
  from: number,
  steps: Readonly<Record<number, Migration>> = migrations,
  current = CURRENT_VERSION,
): JsonObject {
  let next = json;
  for (let version = from; version < current; version++) {
    const step = steps[version];
    if (!step) throw new RangeError(`no migration from document version ${version}`);
    next = { ...step(next), version: version + 1 };
  }
  return next;
}
