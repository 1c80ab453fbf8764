import type { JSX } from 'react';
import { colourOf } from '../palette.ts';

/** The shares of one ring's nodes. */
export interface BalancePanel {
  /** Stands above the bars, and tells the panels apart: no two are the same. */
  readonly name: string;
  /** Each node's share relative to the fair one, which is 1; drawn in this order. */
  readonly shares: readonly number[];
}

/** What {@link BalanceBars} draws. */
export interface BalanceBarsProps {
  /** Drawn one below the other, on one scale. */
  readonly panels: readonly BalancePanel[];
  /** Says in one sentence what the picture shows, for those who cannot see it; made from the panels by default. */
  readonly label?: string;
}

/** A bar, in the units of its panel: from the bottom line upwards. */
export interface Bar {
  /** The left edge, 0 to 320. */
  readonly x: number;
  /** Less the gap to the next bar, which is at most 3. */
  readonly width: number;
  /** The share on the scale of all panels; at most 62. */
  readonly height: number;
}

const WIDTH = 320;
const BARS = 62;
const PANEL = 96;
const TOP = 24;

/** The height of the scale: a little above the largest share of all panels, and never below twice the fair one. */
export function balanceScale(panels: readonly BalancePanel[]): number {
  return Math.max(2, ...panels.flatMap(({ shares }) => shares));
}

/** Lays bars side by side over the whole width, with a gap where there is room for one. */
export function balanceBars(shares: readonly number[], scale: number): readonly Bar[] {
  const step = WIDTH / Math.max(1, shares.length);
  const gap = Math.min(3, step / 4);
  return shares.map((share, at) => ({ x: at * step + gap / 2, width: step - gap, height: (share / scale) * BARS }));
}

/** One bar a node, with a line at the fair share: how evenly nodes hold the data of a ring. */
export function BalanceBars({ panels, label = describeBalance(panels) }: BalanceBarsProps): JSX.Element {
  const scale = balanceScale(panels);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${panels.length * PANEL}`} role="img" aria-label={label} style={{ maxWidth: '27rem' }}>
      {panels.map((panel, at) => (
        <g key={panel.name} transform={`translate(0 ${at * PANEL})`}>
          <text x={0} y={14} fontSize={11.5} fill="currentColor">
            {panelText(panel)}
          </text>
          <g transform={`translate(0 ${TOP + BARS})`}>
            {balanceBars(panel.shares, scale).map(({ x, width, height }) => (
              <rect key={x} x={x} y={-height} width={width} height={height} fill={colourOf(at)} />
            ))}
            <line x1={0} y1={-BARS / scale} x2={WIDTH} y2={-BARS / scale} stroke="currentColor" strokeDasharray="4 3" />
            <line x1={0} y1={0} x2={WIDTH} y2={0} stroke="currentColor" strokeWidth={0.8} />
          </g>
        </g>
      ))}
    </svg>
  );
}

function panelText({ name, shares }: BalancePanel): string {
  return `${name}: ${Math.min(...shares).toFixed(2)} to ${Math.max(...shares).toFixed(2)} × the fair share`;
}

/** The picture in one sentence, as its accessible name. */
export function describeBalance(panels: readonly BalancePanel[]): string {
  return `Shares of ${panels[0]?.shares.length ?? 0} nodes. ${panels.map(panelText).join('; ')}`;
}
