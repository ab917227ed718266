/** Says which backend computes and why; amber when it is not the graphics processor. */
import { Cpu, Zap } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { BackendReport } from '../../runtime/index';
import { useEditor } from '../store/EditorContext';
import { formatBytes } from '../ui/format';
import { backendLabels } from './backendLabels';
import './backendBadge.css';

export function BackendBadge() {
  const report = useEditor((state) => state.backend);
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (!anchor.current?.contains(event.target as Node)) setOpen(false);
    };
    addEventListener('pointerdown', outside, true);
    return () => removeEventListener('pointerdown', outside, true);
  }, [open]);

  const slow = report !== null && !isHardware(report);
  const label = report ? report.label : 'Not started';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what its button opened
    <div
      className="menu-anchor"
      ref={anchor}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        setOpen(false);
        button.current?.focus();
      }}
    >
      <button
        ref={button}
        type="button"
        className={`lab-badge ${report ? (slow ? 'slow' : 'fast') : ''}`}
        aria-label={`Backend: ${label}`}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {slow || !report ? <Cpu size={14} aria-hidden /> : <Zap size={14} aria-hidden />}
        <span>{label}</span>
      </button>
      {open && (
        <div id={id} className="menu end lab-backend">
          {report ? <Report report={report} /> : <NotStarted />}
        </div>
      )}
    </div>
  );
}

/** A graphics processor computes, and not an imitation of one. */
function isHardware({ backend, software }: BackendReport): boolean {
  return (backend === 'webgpu' || backend === 'webgl') && !software;
}

function NotStarted() {
  return (
    <>
      <strong>Nothing computes yet</strong>
      <p>The first Run or Train looks for the fastest way to compute in this browser.</p>
    </>
  );
}

function Report({ report }: { readonly report: BackendReport }) {
  const { label, reason, adapter, attempts, maxBufferBytes } = report;
  return (
    <>
      <strong>
        {isHardware(report)
          ? `Computing on the graphics processor, with ${label}`
          : `Computing without a graphics processor, with ${label}`}
      </strong>
      <p>{reason}</p>
      {!isHardware(report) && <p className="muted">Results are the same; training takes longer.</p>}
      {attempts.length > 0 && (
        <>
          <strong className="tried">Tried first</strong>
          <ul>
            {attempts.map((attempt) => (
              <li key={attempt.backend}>
                <strong>{backendLabels[attempt.backend]}</strong> {attempt.reason}
              </li>
            ))}
          </ul>
        </>
      )}
      {(adapter || maxBufferBytes !== null) && (
        <p className="muted numeric">
          {adapter}
          {adapter && maxBufferBytes !== null && ' · '}
          {maxBufferBytes !== null && `values up to ${formatBytes(maxBufferBytes)}`}
        </p>
      )}
    </>
  );
}
