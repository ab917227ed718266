/** Wiring without a pointer: choose a port of this block, then where the wire leads. */
import { useEffect, useMemo, useState } from 'react';
import type { Edge } from '../../runtime/index';
import { connect } from '../commands/edges';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { Dialog } from '../ui/Dialog';
import { announce } from '../ui/notices';
import { wireOfConnection } from './fromFlow';
import { judgeWire, type Verdict } from './judgeWire';
import type { Port } from './ports';
import type { Box, Scene } from './scene';

interface Candidate {
  readonly key: string;
  readonly edge: Edge;
  readonly label: string;
}

interface ConnectDialogProps {
  readonly box: Box;
  readonly scene: Scene;
  readonly onClose: () => void;
}

export function ConnectDialog({ box, scene, onClose }: ConnectDialogProps) {
  const store = useEditorStore();
  const [chosen, setChosen] = useState(0);
  // Outputs first: most wires are led onwards.
  const ports = useMemo(
    () => [...box.ports].sort((a, b) => (a.kind === b.kind ? 0 : a.kind === 'output' ? -1 : 1)),
    [box],
  );
  const port = ports[chosen];
  const candidates = useMemo(
    () => (port ? candidatesFor(box, port, scene) : []),
    [box, port, scene],
  );
  const verdicts = useVerdicts(candidates);

  const pick = ({ edge, label }: Candidate) => {
    store.getState().commit(connect(store.getState().view.openPath, edge));
    announce(`Connected to ${label}`);
    onClose();
  };

  return (
    <Dialog title={`Connect ${box.title}`} onClose={onClose} className="connect">
      {ports.length === 0 && <p>This block has no ports to connect.</p>}
      {ports.length > 0 && (
        <>
          <label className="connect-from">
            <span>From</span>
            <select
              className="field"
              value={chosen}
              onChange={(event) => setChosen(Number(event.target.value))}
            >
              {ports.map((item, index) => (
                <option key={`${item.kind}.${item.id}`} value={index}>
                  {`${item.kind} ${item.spec.label ?? item.id}`}
                </option>
              ))}
            </select>
          </label>
          <ul className="connect-list" aria-label="Ports to connect to">
            {candidates.map((candidate) => {
              const verdict = verdicts.get(candidate.key);
              return (
                <li key={candidate.key}>
                  <button
                    type="button"
                    className="menu-item"
                    disabled={!verdict || verdict.kind === 'refused'}
                    onClick={() => pick(candidate)}
                  >
                    <span className="grow">
                      {candidate.label}
                      {verdict?.reason && <small>{verdict.reason}</small>}
                    </span>
                    <span className={`verdict ${verdict?.kind ?? ''}`}>{words(verdict)}</span>
                  </button>
                </li>
              );
            })}
          </ul>
          {candidates.length === 0 && (
            <p className="muted">There is no other block to connect to.</p>
          )}
        </>
      )}
    </Dialog>
  );
}

function words(verdict: Verdict | undefined): string {
  if (!verdict) return 'checking';
  return { fits: 'fits', wrong: 'sizes differ', refused: 'does not fit' }[verdict.kind];
}

function candidatesFor(box: Box, port: Port, scene: Scene): Candidate[] {
  const wanted = port.kind === 'output' ? 'input' : 'output';
  return scene.boxes
    .filter((other) => other.id !== box.id)
    .flatMap((other) =>
      other.ports
        .filter((end) => end.kind === wanted)
        .flatMap((end): Candidate[] => {
          const [from, to] = port.kind === 'output' ? [box, other] : [other, box];
          const [out, into] = port.kind === 'output' ? [port, end] : [end, port];
          const edge = wireOfConnection({
            source: from.id,
            sourceHandle: out.id,
            target: to.id,
            targetHandle: into.id,
          });
          const name = other.ports.filter(({ kind }) => kind === wanted).length > 1;
          const label = name ? `${other.title}, ${end.spec.label ?? end.id}` : other.title;
          return edge ? [{ key: `${other.id}.${end.id}`, edge, label }] : [];
        }),
    );
}

/** Judges one candidate at a time, so that a long list does not hold up the page. */
function useVerdicts(candidates: readonly Candidate[]): ReadonlyMap<string, Verdict> {
  const document = useEditor((state) => state.document);
  const level = useEditor((state) => state.view.openPath);
  const [verdicts, setVerdicts] = useState<ReadonlyMap<string, Verdict>>(new Map());
  useEffect(() => {
    const found = new Map<string, Verdict>();
    let index = 0;
    let timer = setTimeout(function next() {
      const candidate = candidates[index++];
      if (!candidate) return;
      found.set(candidate.key, judgeWire(document, level, candidate.edge));
      setVerdicts(new Map(found));
      timer = setTimeout(next);
    });
    return () => clearTimeout(timer);
  }, [candidates, document, level]);
  return verdicts;
}
