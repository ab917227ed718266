/** A picture of a graph, drawn from the graph itself, that fits a frame. */
import { useMemo } from 'react';
import type { GraphDocument } from '../../runtime/index';
import { Figure } from '../canvas/Figure';
import { buildScene } from '../canvas/scene';
import { thumbnailScale } from './thumbnailScale';

interface ThumbnailProps {
  readonly document: GraphDocument;
  readonly width: number;
  readonly height: number;
}

export function Thumbnail({ document, width, height }: ThumbnailProps) {
  const scene = useMemo(() => buildScene(document, document), [document]);
  const { scale, text } = thumbnailScale(scene.bounds, width, height);
  return (
    <div className="thumbnail" style={{ height }}>
      <Figure scene={scene} scale={scale} text={text} margin={16} />
    </div>
  );
}
