/**
 * Random work, faults, kills and reloads: what was shown as saved is there afterwards, and where the
 * page knew that it ends, the last state is.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyDocument, serializeDocument } from '../../runtime/index';
import { setTitle } from '../commands/document';
import { createFakeBrowser } from './testing/fakeBrowser';

const action = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: 'edit' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'undo' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'flush' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'kill' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'leave' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'version' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fault' as const),
      fault: fc.constantFrom('quota' as const, 'abort' as const, null),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.nat({ max: 9 }) }),
  },
);

it('what was shown as saved survives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { minLength: 3, maxLength: 25, size: 'max' }),
      async (list) => {
        const browser = createFakeBrowser();
        let tab = browser.openTab();
        await tab.workspace.openCopy(emptyDocument('0'));
        let edits = 0;
        let fault: 'quota' | 'abort' | null = null;
        /** Everything the tab held since it last said "Saved"; the first is what it said it of. */
        let since = [serializeDocument(tab.state().document)];
        for (const next of list) {
          switch (next.kind) {
            case 'edit':
              tab.state().commit(setTitle(String(++edits)));
              since.push(serializeDocument(tab.state().document));
              break;
            case 'undo':
              tab.state().undo();
              since.push(serializeDocument(tab.state().document));
              break;
            case 'flush':
              await tab.workspace.flush();
              break;
            case 'version': {
              const [version] = await tab.workspace.versions();
              if (version) await tab.workspace.restoreVersion(version);
              since.push(serializeDocument(tab.state().document));
              break;
            }
            case 'fault':
              fault = next.fault;
              browser.fail(fault);
              break;
            case 'wait':
              browser.clock.now += next.minutes * 60_000;
              break;
            case 'leave':
            case 'kill': {
              // The state it is left in is all that may be found, unless storage fails.
              if (next.kind === 'leave') tab.hide();
              if (next.kind === 'leave' && fault === null) since = since.slice(-1);
              tab.close();
              tab = browser.openTab();
              const opened = await tab.workspace.openInitial();
              expect(opened).toMatchObject({ kind: 'opened', diagnostics: [] });
              const found = serializeDocument(tab.state().document);
              expect(since).toContain(found);
              since = [found];
              break;
            }
          }
          if (tab.work().save.kind === 'saved') {
            const saved = serializeDocument(tab.state().document);
            const [stored] = await tab.workspace.list();
            expect(stored.title).toBe(tab.state().document.title);
            since = [saved];
          }
          const versions = await tab.workspace.versions();
          expect(versions.length).toBeLessThanOrEqual(20);
        }
        tab.close();
      },
    ),
    { numRuns: 50 },
  );
}, 60_000);
