import type { JSX } from 'react';
import { colourOf } from '../palette.ts';
import { layOutLanes, type PlacedBox, type PlacedLane, type SSTableLane } from './layout.ts';

/** What {@link CompactionPicture} draws. */
export interface CompactionPictureProps {
  /** Drawn from top to bottom. */
  readonly lanes: readonly SSTableLane[];
  /** The size that the lowest boxes have, such as that of a flush. */
  readonly unitBytes: number;
  /** Keeps the picture at least so high, so that it does not jump from one step to the next. */
  readonly minHeight?: number;
  /** Says in one sentence what the picture shows, for those who cannot see it; made from the lanes by default. */
  readonly label?: string;
}

const WIDTH = 380;
const LEFT = 72;
const FONT = 13;
const INNER = WIDTH - LEFT - 4;
const AXIS = 40;
const TOP = 2;
const MIN_TEXT_WIDTH = 56;
const MIN_TEXT_HEIGHT = 13;

/** SSTables as boxes over the token range, in lanes; those that the last event wrote have a thick edge. */
export function CompactionPicture({ lanes, unitBytes, minHeight = 0, label = describeLanes(lanes) }: CompactionPictureProps): JSX.Element {
  const placed = layOutLanes(lanes, unitBytes);
  const height = Math.max(placed.height, minHeight) + AXIS;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${Math.ceil(height)}`} role="img" aria-label={label} style={{ maxWidth: '38rem' }}>
      {placed.lanes.map((lane, index) => (
        <Lane key={lane.name} lane={lane} colour={colourOf(index)} />
      ))}
      <g transform={`translate(0 ${height - 20})`} fontSize={FONT} fill="currentColor">
        <line x1={LEFT} x2={LEFT + INNER} y1={0} y2={0} stroke="currentColor" />
        <text x={LEFT} y={15}>
          lowest token
        </text>
        <text x={LEFT + INNER} y={15} textAnchor="end">
          highest token
        </text>
      </g>
    </svg>
  );
}

function Lane({ lane, colour }: { readonly lane: PlacedLane; readonly colour: string }): JSX.Element {
  return (
    <g transform={`translate(0 ${(TOP + lane.y).toFixed(1)})`}>
      <rect x={LEFT} y={0} width={INNER} height={lane.height.toFixed(1)} fill="currentColor" opacity={0.05} />
      <text x={0} y={11} fontSize={FONT} fill="currentColor">
        {lane.name}
      </text>
      {lane.boxes.map((box) => (
        <Box key={box.id} box={box} colour={colour} />
      ))}
    </g>
  );
}

function Box({ box, colour }: { readonly box: PlacedBox; readonly colour: string }): JSX.Element {
  const x = LEFT + box.from * INNER;
  const width = Math.max(2, (box.to - box.from) * INNER - 1);
  const hasText = width >= MIN_TEXT_WIDTH && box.height >= MIN_TEXT_HEIGHT;
  return (
    <g>
      <rect
        x={x.toFixed(1)}
        y={box.y.toFixed(1)}
        width={width.toFixed(1)}
        height={box.height}
        fill={colour}
        fillOpacity={0.3}
        stroke={box.isNew ? 'currentColor' : colour}
        strokeWidth={box.isNew ? 2 : 1}
      >
        <title>{`SSTable ${box.id}, ${box.text}`}</title>
      </rect>
      {hasText ? (
        <text
          x={(x + width / 2).toFixed(1)}
          y={(box.y + box.height / 2 + 4).toFixed(1)}
          fontSize={12}
          textAnchor="middle"
          fill="currentColor"
        >
          {box.text}
        </text>
      ) : null}
    </g>
  );
}

/** The lanes in one sentence. */
export function describeLanes(lanes: readonly SSTableLane[]): string {
  const parts = lanes.map(({ name, sstables }) => `${name}: ${sstables.map(({ text }) => text).join(', ') || 'none'}`);
  return `SSTables by group. ${parts.join('; ') || 'There is none yet'}`;
}
