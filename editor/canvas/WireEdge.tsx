/** A wire: its colour says what it carries, its label the sizes, red what does not fit. */
import type { EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { arrowPath, labelPlace, roundedPath } from './path';
import type { WireFlowEdge } from './toFlow';

/** Height of a capital of the label, and width of a character, px. */
const CHARACTER = 6.1;

export const WireEdge = memo(function WireEdge({ data, selected }: EdgeProps<WireFlowEdge>) {
  if (!data) return null;
  const { corners, kind, label, title, problem } = data;
  const path = roundedPath(corners);
  const place = labelPlace(corners);
  const classes = ['wire', `carries-${kind}`];
  if (selected) classes.push('selected');
  if (problem) classes.push('wrong');
  const text = problem || label;
  // On a line across the page a label that is wider than the line sits above it.
  const above = place.above && text.length * CHARACTER > place.room - 16;
  const y = place.y + (above ? -8 : 4);
  return (
    <g className={classes.join(' ')}>
      <title>{problem ? `${problem}. ${title}` : title}</title>
      <path className="wire-reach" d={path} />
      <path className="wire-line" d={path} />
      <path className="wire-arrow" d={arrowPath(corners)} />
      {text && (
        <text className="wire-label" x={place.x} y={y}>
          {text}
        </text>
      )}
      <text className="wire-title" x={place.x} y={y}>
        {title}
      </text>
    </g>
  );
});
