/** What one can begin with: presets by kind, an empty graph, a file, one's own graphs. */
import { FilePlus2, FolderOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type Preset, presets } from '../../presets/index';
import type { DocumentSummary } from '../persistence/storage';
import { useWorkspace } from '../shell/WorkspaceContext';
import { Button } from '../ui/Button';
import { formatCount, formatExact } from '../ui/format';
import { galleryGroups } from './galleryGroups';
import { Thumbnail } from './Thumbnail';
import './gallery.css';

interface GalleryProps {
  readonly onPreset: (preset: Preset) => void;
  readonly onEmpty: () => void;
  readonly onFile: () => void;
  readonly onStored: (id: string) => void;
}

export function Gallery({ onPreset, onEmpty, onFile, onStored }: GalleryProps) {
  return (
    <div className="gallery">
      <div className="gallery-start">
        <Button onClick={onEmpty}>
          <FilePlus2 size={16} aria-hidden />
          Empty graph
        </Button>
        <Button onClick={onFile}>
          <FolderOpen size={16} aria-hidden />
          Open file
        </Button>
      </div>
      {galleryGroups(presets).map(({ title, note, items }) => (
        <section key={title} aria-label={title}>
          <div className="gallery-title">
            <h2>{title}</h2>
            <p>{note}</p>
          </div>
          <ul className="gallery-cards">
            {items.map((preset) => (
              <li key={preset.id}>
                <PresetCard preset={preset} onOpen={() => onPreset(preset)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <StoredGraphs onStored={onStored} />
    </div>
  );
}

function PresetCard({ preset, onOpen }: { readonly preset: Preset; readonly onOpen: () => void }) {
  const { id, title, paper, year, note, expected, document, pretrained } = preset;
  return (
    <div className="preset-card">
      <Thumbnail document={document} width={350} height={248} />
      <div className="preset-text">
        <button type="button" aria-describedby={`preset-${id}`} onClick={onOpen}>
          {title}
        </button>
        <p className="preset-paper">
          {paper}, {year}
        </p>
        <p id={`preset-${id}`} className="preset-note">
          {note}
        </p>
        <p className="preset-size numeric">
          <span title={formatExact(expected.params)}>
            {formatCount(expected.params)} parameters
          </span>
          <span title={formatExact(expected.macs)}>{formatCount(expected.macs)} MACs</span>
          {pretrained && (
            <span title={`Licence ${pretrained.licence}, ${pretrained.url}`}>
              {pretrained.megabytes} MB of weights
            </span>
          )}
        </p>
      </div>
    </div>
  );
}

const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });
/** The newest ones; older graphs are a search away in their files. */
const SHOWN = 12;

function StoredGraphs({ onStored }: { readonly onStored: (id: string) => void }) {
  const workspace = useWorkspace();
  const [stored, setStored] = useState<readonly DocumentSummary[]>([]);
  useEffect(() => {
    let current = true;
    workspace.list().then(
      (list) => current && setStored(list),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [workspace]);
  if (stored.length === 0) return null;
  return (
    <section aria-label="Your graphs">
      <div className="gallery-title">
        <h2>Your graphs</h2>
        <p>Kept on this computer</p>
      </div>
      <ul className="stored">
        {stored.slice(0, SHOWN).map(({ id, title, updated }) => (
          <li key={id}>
            <button type="button" className="menu-item" onClick={() => onStored(id)}>
              <span className="grow clip">{title}</span>
              <span className="muted">{day.format(updated)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
