import type { JSX } from 'react';
import { colourOf } from '../palette.ts';

/** A measure of a partition against its bound. */
export interface BoundBar {
  /** Stands before the text, such as `size of a partition`; tells the bars apart. */
  readonly name: string;
  /** The measure and the bound, as the reader should see them: `1.9 MiB of 100 MiB`. */
  readonly text: string;
  /** Measure over bound: 1 is at the bound. */
  readonly share: number;
}

/** What {@link BoundsPicture} draws. */
export interface BoundsPictureProps {
  /** Drawn from top to bottom. */
  readonly bars: readonly BoundBar[];
  /** Says in one sentence what the picture shows, for those who cannot see it; made from the bars by default. */
  readonly label?: string;
}

const WIDTH = 380;
const BAR = 20;
const STEP = 56;
const DECADES_BELOW = 5;
const DECADES_ABOVE = 2;
const BOUND_X = (WIDTH * DECADES_BELOW) / (DECADES_BELOW + DECADES_ABOVE);
const WITHIN = colourOf(2);
const OVER = colourOf(5);

/** Bars against one common bound, on a logarithmic scale. */
export function BoundsPicture({ bars, label = describeBounds(bars) }: BoundsPictureProps): JSX.Element {
  const height = bars.length * STEP + 22;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={label} style={{ maxWidth: '38rem' }}>
      {bars.map(({ name, text, share }, index) => (
        <g key={name} transform={`translate(0 ${index * STEP})`}>
          <text x={0} y={14} fontSize={13} fill="currentColor">
            {name}: {text}
          </text>
          <rect x={0} y={22} width={WIDTH} height={BAR} fill="currentColor" opacity={0.07} />
          <rect x={0} y={22} width={barWidth(share).toFixed(1)} height={BAR} fill={share <= 1 ? WITHIN : OVER} opacity={0.8} />
        </g>
      ))}
      <line x1={BOUND_X} x2={BOUND_X} y1={20} y2={height - 20} stroke="currentColor" strokeWidth={2} strokeDasharray="5 3" />
      <text x={BOUND_X} y={height - 6} fontSize={13} textAnchor="middle" fill="currentColor">
        bound
      </text>
      <text x={0} y={height - 6} fontSize={13} fill="currentColor">
        logarithmic scale
      </text>
    </svg>
  );
}

/** How far a bar reaches: nothing below a hundred-thousandth of the bound, all at a hundred times. */
export function barWidth(share: number): number {
  if (share <= 0) return 0;
  const decades = Math.min(DECADES_ABOVE, Math.max(-DECADES_BELOW, Math.log10(share)));
  return ((decades + DECADES_BELOW) / (DECADES_BELOW + DECADES_ABOVE)) * WIDTH;
}

/** The bars in one sentence. */
export function describeBounds(bars: readonly BoundBar[]): string {
  return bars.map(({ name, text, share }) => `${name}: ${text}, ${share <= 1 ? 'within the bound' : 'over the bound'}`).join('; ');
}
