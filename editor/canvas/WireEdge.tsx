/** A wire: its colour says what it carries, its label the sizes, red what does not fit. */
import type { EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { arrowPath, labelPlace, roundedPath } from './path';
import type { WireFlowEdge } from './toFlow';

/** Width of a character of the label, and distance of its lines, px. */
const CHARACTER = 6.1;
const LINE = 12;

export const WireEdge = memo(function WireEdge({ data, selected }: EdgeProps<WireFlowEdge>) {
  if (!data) return null;
  const { corners, kind, label, title, problem } = data;
  const path = roundedPath(corners);
  const place = labelPlace(corners);
  const classes = ['wire', `carries-${kind}`];
  if (selected) classes.push('selected');
  if (problem) classes.push('wrong');
  const text = problem || label;
  // On a short line across the page the sizes stand one over the other, above the line.
  const tight = place.above && text.length * CHARACTER > place.room - 12;
  const lines = tight && !problem ? text.split(' · ') : [text];
  const y = place.y + (tight ? -8 : 4);
  return (
    <g className={classes.join(' ')}>
      <title>{problem ? `${problem}. ${title}` : title}</title>
      <path className="wire-reach" d={path} />
      <path className="wire-line" d={path} />
      <path className="wire-arrow" d={arrowPath(corners)} />
      {text && (
        <text className="wire-label" x={place.x} y={y - (lines.length - 1) * LINE}>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a size is its place
            <tspan key={index} x={place.x} dy={index === 0 ? 0 : LINE}>
              {line}
            </tspan>
          ))}
        </text>
      )}
      <text className="wire-title" x={place.x} y={y}>
        {title}
      </text>
    </g>
  );
});
