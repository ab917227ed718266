/** A picture of a graph, drawn from the graph itself. */
import { useMemo } from 'react';
import type { GraphDocument } from '../../runtime/index';
import { Figure } from '../canvas/Figure';

import { buildScene } from '../canvas/scene';
import { thumbnailFrame } from './thumbnailScale';

interface ThumbnailProps {
  readonly document: GraphDocument;
  readonly width: number;
  readonly height: number;
}

/** Size of the names, px. */
const TEXT = 9;
/** Smaller than this, names cannot be read. */
const NAMED = 0.34;

export function Thumbnail({ document, width, height }: ThumbnailProps) {
  const scene = useMemo(() => buildScene(document, document, { miniature: true }), [document]);
  const { scale, view, cutX, cutY } = thumbnailFrame(scene, width, height);
  const classes = ['thumbnail', cutX ? 'cut-x' : '', cutY ? 'cut-y' : ''];
  return (
    <div className={classes.filter(Boolean).join(' ')} style={{ height }}>
      <Figure scene={scene} scale={scale} text={scale < NAMED ? 0 : TEXT} view={view} />
    </div>
  );
}
