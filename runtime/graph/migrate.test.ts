import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CURRENT_VERSION, type JsonObject, migrate, migrations } from './migrate';
import { parseDocument } from './parse';
import { serializeDocument } from './serialize';

describe('migrate', () => {
  const steps = {
    1: (json: JsonObject) => ({ ...json, b: json.a }),
    2: (json: JsonObject) => ({ ...json, c: json.b }),
  };

  it('goes version by version', () => {
    expect(migrate({ version: 1, a: 5 }, 1, steps, 3)).toEqual({ version: 3, a: 5, b: 5, c: 5 });
    expect(migrate({ version: 2, b: 6 }, 2, steps, 3)).toEqual({ version: 3, b: 6, c: 6 });
  });

  it('gives the document of today back untouched', () => {
    const json = { version: 3 };
    expect(migrate(json, 3, steps, 3)).toBe(json);
  });

  it('has a step for every version before the one of today', () => {
    for (let version = 1; version < CURRENT_VERSION; version++) {
      expect(migrations).toHaveProperty(String(version));
    }
    expect(() => migrate({}, 1, {}, 2)).toThrow('no migration from document version 1');
  });
});

describe('documents of released versions', () => {
  const folder = new URL('../fixtures/documents/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

  it('are kept for every version', () => {
    for (let version = 1; version <= CURRENT_VERSION; version++) {
      expect(files.some((name) => name.startsWith(`v${version}-`))).toBe(true);
    }
  });

  it.each(files)('%s opens without a complaint', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8').trim();
    const { document, diagnostics, report } = parseDocument(text);
    expect(diagnostics).toEqual([]);
    expect(report.version).toBe(Number(/^v(\d+)-/.exec(name)?.[1]));
    if (report.version === CURRENT_VERSION) {
      expect(document && serializeDocument(document)).toBe(text);
    }
  });
});
