import type { JSX } from 'react';
import { colourOf } from '../palette.ts';

/** φ at a moment. */
export interface PhiSample {
  /** From the left edge of the chart, 0 to its `durationMs`. */
  readonly atMs: number;
  /** How far the failure detector suspects the endpoint: 0 right after a heartbeat, rising while it is silent. */
  readonly phi: number;
}

/** What {@link PhiChart} draws. */
export interface PhiChartProps {
  /** How long the time line is. */
  readonly durationMs: number;
  /** When heartbeats arrived. */
  readonly heartbeatsMs: readonly number[];
  /** φ over time, in the order of time. */
  readonly samples: readonly PhiSample[];
  /** Above it the sender is convicted. */
  readonly threshold: number;
  /** From when until when the sender is held for down. */
  readonly down?:
    | {
        /** In milliseconds from the start of the time line. */
        readonly fromMs: number;
        /** In milliseconds from the start of the time line. */
        readonly toMs: number;
      }
    | undefined;
  /** Says in one sentence what the picture shows, for those who cannot see it. */
  readonly label: string;
}

const LEFT = 36;
const WIDTH = 288;
const TOP = 14;
const HEIGHT = 150;
const LINE_Y = TOP + HEIGHT + 26;
const PHI = colourOf(0);
const DOWN = colourOf(5);
const HEADROOM = 1.12;
const TICK_STEPS_S = [1, 2, 5, 10, 20, 60];
const MAX_TICKS = 6;

/** φ over time with the threshold as a line, and below it the heartbeats as they came; shaded where the sender is held for down. */
export function PhiChart({ durationMs, heartbeatsMs, samples, threshold, down, label }: PhiChartProps): JSX.Element {
  const highest = HEADROOM * Math.max(threshold * HEADROOM, ...samples.map(({ phi }) => phi));
  const x = (atMs: number): number => round(LEFT + (atMs / durationMs) * WIDTH);
  const y = (phi: number): number => round(TOP + HEIGHT - (phi / highest) * HEIGHT);
  return (
    <svg viewBox={`0 0 ${LEFT + WIDTH + 12} ${LINE_Y + 40}`} role="img" aria-label={label} style={{ maxWidth: '32rem' }}>
      {down === undefined ? null : (
        <rect x={x(down.fromMs)} y={TOP} width={round(x(down.toMs) - x(down.fromMs))} height={HEIGHT} fill={DOWN} opacity={0.22}>
          <title>held for down</title>
        </rect>
      )}
      <Axes highest={highest} y={y} />
      <line x1={LEFT} x2={LEFT + WIDTH} y1={y(threshold)} y2={y(threshold)} stroke={DOWN} strokeWidth={1.6} strokeDasharray="6 4" />
      <text x={LEFT + 6} y={y(threshold) - 5} fontSize={11} fill="currentColor">
        {`threshold ${threshold}`}
      </text>
      <path d={phiPath(samples, x, y)} fill="none" stroke={PHI} strokeWidth={2} />
      <TimeLine durationMs={durationMs} heartbeatsMs={heartbeatsMs} x={x} />
    </svg>
  );
}

type Scale = (value: number) => number;

function Axes({ highest, y }: { readonly highest: number; readonly y: Scale }): JSX.Element {
  const step = [1, 2, 5, 10, 20, 50, 100].find((one) => highest / one <= 6) ?? 200;
  const marks = Array.from({ length: Math.floor(highest / step) + 1 }, (_, index) => index * step);
  return (
    <g fontSize={11} fill="currentColor" stroke="none">
      <path d={`M ${LEFT} ${TOP} V ${TOP + HEIGHT} H ${LEFT + WIDTH}`} fill="none" stroke="currentColor" />
      <text x={2} y={TOP + 4}>
        φ
      </text>
      {marks.map((mark) => (
        <text key={mark} x={LEFT - 6} y={y(mark) + 4} textAnchor="end">
          {mark}
        </text>
      ))}
    </g>
  );
}

function TimeLine({
  durationMs,
  heartbeatsMs,
  x,
}: Pick<PhiChartProps, 'durationMs' | 'heartbeatsMs'> & { readonly x: Scale }): JSX.Element {
  const seconds = timeMarks(durationMs);
  return (
    <g fontSize={11} fill="currentColor">
      <line x1={LEFT} x2={LEFT + WIDTH} y1={LINE_Y} y2={LINE_Y} stroke="currentColor" opacity={0.5} />
      <path d={heartbeatsMs.map((atMs) => `M ${x(atMs)} ${LINE_Y - 7} v 14`).join(' ')} stroke={PHI} strokeWidth={1.4} fill="none">
        <title>heartbeats that arrived</title>
      </path>
      <text x={2} y={LINE_Y + 4}>
        beats
      </text>
      {seconds.map((second) => (
        <text key={second} x={x(second * 1_000)} y={LINE_Y + 24} textAnchor="middle">
          {`${second} s`}
        </text>
      ))}
    </g>
  );
}

/** Round seconds to write under a time line: at most six of them after the first. */
export function timeMarks(durationMs: number): readonly number[] {
  const seconds = Math.floor(durationMs / 1_000);
  const step = TICK_STEPS_S.find((one) => seconds / one <= MAX_TICKS) ?? Math.ceil(seconds / MAX_TICKS);
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step);
}

function phiPath(samples: readonly PhiSample[], x: Scale, y: Scale): string {
  return samples.map(({ atMs, phi }, index) => `${index === 0 ? 'M' : 'L'} ${x(atMs)} ${y(phi)}`).join(' ');
}

/** Positions of equal text on server and browser, whatever their last digits. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
