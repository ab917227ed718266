/** Where the canvas is: what the variant changes, the graph, then each composite that was opened. */
import { ChevronRight, Lock } from 'lucide-react';
import { findBlock } from '../../runtime/index';
import { detachComposite } from '../commands/composites';
import { levelAt, own } from '../commands/levels';
import { VariantNote } from '../compare/VariantNote';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { analysisOf, selectLevel } from '../store/selectors';
import { Button } from '../ui/Button';
import { originPrefix } from './origin';

export function Breadcrumbs() {
  const opened = useEditor((state) => state.view.openPath.length > 0);
  return (
    <div className="canvas-crumbs">
      {opened && <Crumbs />}
      <VariantNote />
    </div>
  );
}

function Crumbs() {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const level = useEditor((state) => state.view.openPath);
  const readOnly = useEditor((state) => state.readOnly);
  const open = useEditor(selectLevel);
  const analysis = analysisOf(document);
  const titles = level.map((_, depth) => {
    const path = level.slice(0, depth + 1);
    const prefix = originPrefix({ document, analysis, level: path.slice(0, -1) });
    const repeat = analysis.nodes.get(`${prefix}${path[depth]}`)?.repeat;
    const title = levelAt(document, path)?.title ?? path[depth];
    const around = levelAt(document, path.slice(0, -1))?.graph.nodes ?? {};
    const state = own(around, path[depth])?.bypass ? ', bypassed' : '';
    return repeat && repeat > 1 ? `${title}, layer 1 of ${repeat}${state}` : `${title}${state}`;
  });

  const editCopy = () => {
    const parent = level.slice(0, -1);
    const id = level[level.length - 1];
    const node = own(levelAt(document, parent)?.graph.nodes ?? {}, id);
    const block = node && findBlock(node.block);
    if (block?.kind !== 'composite') return;
    store.getState().commit(detachComposite(parent, id, block));
    store.getState().open(level);
  };
  const inBuiltin = levelAt(document, level.slice(0, -1))?.kind === 'builtin';

  return (
    <>
      <nav className="crumbs" aria-label="Opened blocks">
        <button type="button" onClick={() => store.getState().open([])}>
          {document.title}
        </button>
        {titles.map((title, depth) => {
          const path = level.slice(0, depth + 1);
          const last = depth === level.length - 1;
          return (
            <span key={path.join('/')} style={{ display: 'contents' }}>
              <ChevronRight size={14} aria-hidden />
              {last ? (
                <span className="current" aria-current="page">
                  {title}
                </span>
              ) : (
                <button type="button" onClick={() => store.getState().open(path)}>
                  {title}
                </button>
              )}
            </span>
          );
        })}
      </nav>
      {open.kind === 'builtin' && (
        <div className="canvas-note">
          <Lock size={13} aria-hidden />
          <span>Built-in block, read-only</span>
          {!inBuiltin && !readOnly && (
            <Button small onClick={editCopy}>
              Edit a copy
            </Button>
          )}
        </div>
      )}
    </>
  );
}
