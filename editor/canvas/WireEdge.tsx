/** A wire: its colour says what it carries, its label the sizes, red what does not fit. */
import type { EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { arrowPath, labelPlace, roundedPath } from './path';
import type { WireFlowEdge } from './toFlow';

/** Width of a character of the label, px, and distance of its lines, em. */
const CHARACTER = 6.1;
const LINE = 1.12;

export const WireEdge = memo(function WireEdge({ data, selected }: EdgeProps<WireFlowEdge>) {
  if (!data) return null;
  const { corners, kind, label, title, problem } = data;
  const path = roundedPath(corners);
  const classes = ['wire', `carries-${kind}`];
  if (selected) classes.push('selected');
  if (problem) classes.push('wrong');
  const text = problem || label;
  const place = labelPlace(corners, text.length * CHARACTER);
  // On a short line across the page the sizes stand one over the other, above the line.
  const tight = place.above && text.length * CHARACTER > place.room - 12;
  const lines = tight && !problem ? text.split(' · ') : [text];
  const y = place.y + (place.above ? -8 : 4);
  return (
    <g className={classes.join(' ')}>
      <title>{problem ? `${problem}. ${title}` : title}</title>
      <path className="wire-reach" d={path} />
      <path className="wire-line" d={path} />
      <path className="wire-arrow" d={arrowPath(corners)} />
      {text && (
        <text className={lines.length > 1 ? 'wire-label stacked' : 'wire-label'} x={place.x} y={y}>
          {lines.map((line, index) => (
            <tspan
              // biome-ignore lint/suspicious/noArrayIndexKey: a size is its place
              key={index}
              x={place.x}
              dy={`${index === 0 ? (1 - lines.length) * LINE : LINE}em`}
            >
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
