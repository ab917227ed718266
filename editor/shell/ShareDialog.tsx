/** The graph as a link. Nothing is sent: the link itself holds the graph. */
import { Copy, Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { encodeLink, withResults } from '../../runtime/index';
import { useEditor } from '../store/EditorContext';
import { selectWhole } from '../store/selectors';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { formatExact, formatPlural } from '../ui/format';
import { announce } from '../ui/notices';
import { lengthBand } from './lengthBand';
import { useWorkspace } from './WorkspaceContext';

export function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const whole = useEditor(selectWhole);
  const workspace = useWorkspace();
  const [link, setLink] = useState<string | null>(null);
  const [state, setState] = useState<'ready' | 'copied' | 'failed'>('ready');

  useEffect(() => {
    let current = true;
    encodeLink(withResults(whole, [])).then(
      (fragment) => {
        const { origin, pathname } = location;
        if (current) setLink(`${origin}${pathname}#${fragment}`);
      },
      () => current && setState('failed'),
    );
    return () => {
      current = false;
    };
  }, [whole]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link ?? '');
      setState('copied');
      announce('Link copied');
    } catch {
      setState('failed');
    }
  };
  const band = link === null ? null : lengthBand(link.length);

  return (
    <Dialog title="Share this graph" onClose={onClose}>
      <p className="muted">
        Whoever opens the link gets a copy of the graph as it is now
        {whole.variants ? `, with ${formatPlural(whole.variants.length, 'variant')}` : ''}. The link
        holds the graph itself; nothing is stored on a server.
      </p>
      <div className="share-link">
        <input
          className="field"
          readOnly
          aria-label="Link to this graph"
          value={link ?? 'Making the link'}
          onFocus={(event) => event.target.select()}
        />
        <Button
          variant={band?.fileFirst ? 'plain' : 'primary'}
          disabled={link === null}
          onClick={() => void copy()}
        >
          <Copy size={15} aria-hidden />
          {state === 'copied' ? 'Copied' : 'Copy link'}
        </Button>
      </div>
      {band && link && (
        <p className={`share-band ${band.tone}`}>
          <strong>{formatExact(link.length)} characters.</strong> {band.text}
        </p>
      )}
      {whole.results && (
        <p className="share-band">
          The link leaves the results of trainings out. A file keeps them.
        </p>
      )}
      {state === 'failed' && (
        <p role="alert" className="share-band warning">
          The browser did not let the link be copied. Select it and copy it by hand, or send the
          file.
        </p>
      )}
      <div className="dialog-actions">
        <Button
          variant={band?.fileFirst ? 'primary' : 'plain'}
          onClick={() => {
            workspace.download();
            onClose();
          }}
        >
          <Download size={15} aria-hidden />
          Save as a file
        </Button>
      </div>
    </Dialog>
  );
}
