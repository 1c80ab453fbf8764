import type { JSX } from 'react';
import { colourOf } from '../palette.ts';

/** One line of a {@link TimeChart}. */
export interface TimeLine {
  /** What the legend calls it. */
  readonly name: string;
  /** One for each moment; null where it is not known: the line has a gap there. */
  readonly values: readonly (number | null)[];
}

/** What {@link TimeChart} draws. */
export interface TimeChartProps {
  /** When the values were taken, ascending, in milliseconds of any clock; at least two. */
  readonly timesMs: readonly number[];
  /** At most eight, so that their colours differ. */
  readonly lines: readonly TimeLine[];
  /** How a value is written at the scale and in the legend. */
  readonly write: (value: number) => string;
  /** How a moment is written under the scale. */
  readonly timeText: (timeMs: number) => string;
  /** Says in one sentence what the picture shows, for those who cannot see it. */
  readonly label: string;
}

const LEFT = 64;
const WIDTH = 420;
const TOP = 10;
const HEIGHT = 130;
const HEADROOM = 1.08;
const TIMES = 4;
/** Lines are told apart without colours, too. */
const DASHES = ['', '5 3', '2 2', '8 3 2 3'];

/** Values over time, from zero up, with a legend that has the last of each. */
export function TimeChart({ timesMs, lines, write, timeText, label }: TimeChartProps): JSX.Element {
  const [first, last] = [timesMs[0] ?? 0, timesMs.at(-1) ?? 0];
  const marks = marksFor(Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const highest = marks.at(-1) ?? 1;
  const x = (timeMs: number): number => round(LEFT + ((timeMs - first) / Math.max(1, last - first)) * WIDTH);
  const y = (value: number): number => round(TOP + HEIGHT - (value / highest) * HEIGHT);
  return (
    <figure className="time-chart">
      <svg
        viewBox={`0 0 ${LEFT + WIDTH + 14} ${TOP + HEIGHT + 22}`}
        role="img"
        aria-label={label}
        style={{ width: '100%', height: 'auto' }}
      >
        <g fontSize={11} fill="currentColor">
          {marks.map((mark) => (
            <g key={mark}>
              <line x1={LEFT} x2={LEFT + WIDTH} y1={y(mark)} y2={y(mark)} stroke="currentColor" opacity={mark === 0 ? 0.6 : 0.15} />
              <text x={LEFT - 6} y={y(mark) + 4} textAnchor="end">
                {write(mark)}
              </text>
            </g>
          ))}
          {momentsBetween(first, last).map((timeMs) => (
            <text key={timeMs} x={x(timeMs)} y={TOP + HEIGHT + 16} textAnchor="middle">
              {timeText(timeMs)}
            </text>
          ))}
        </g>
        {lines.map(({ name, values }, index) => (
          <path
            key={name}
            d={linePath(timesMs, values, x, y)}
            fill="none"
            stroke={colourOf(index)}
            strokeWidth={1.8}
            strokeDasharray={DASHES[index % DASHES.length] || undefined}
            strokeLinejoin="round"
          />
        ))}
      </svg>
      <figcaption>
        <Legend lines={lines} write={write} />
      </figcaption>
    </figure>
  );
}

function Legend({ lines, write }: Pick<TimeChartProps, 'lines' | 'write'>): JSX.Element {
  return (
    <ul className="legend">
      {lines.map(({ name, values }, index) => {
        const last = values.at(-1);
        return (
          <li key={name}>
            <svg viewBox="0 0 22 8" width="22" height="8" aria-hidden="true">
              <line
                x1="0"
                x2="22"
                y1="4"
                y2="4"
                stroke={colourOf(index)}
                strokeWidth="2.5"
                strokeDasharray={DASHES[index % DASHES.length] || undefined}
              />
            </svg>{' '}
            {name} <strong>{last === null || last === undefined ? '–' : write(last)}</strong>
          </li>
        );
      })}
    </ul>
  );
}

type Scale = (value: number) => number;

/** A move where a value comes after a gap, a line where it follows another; one alone is a dot. */
function linePath(timesMs: readonly number[], values: readonly (number | null)[], x: Scale, y: Scale): string {
  return timesMs
    .map((timeMs, index) => {
      const value = values[index];
      if (value === null || value === undefined) return '';
      const isNew = (values[index - 1] ?? null) === null;
      const isAlone = isNew && (values[index + 1] ?? null) === null;
      return `${isNew ? 'M' : 'L'}${x(timeMs)} ${y(value)}${isAlone ? 'h1' : ''}`;
    })
    .join('');
}

/** Ends of a scale with one digit or two, and into how many parts each is divided so that its marks are as short. */
const TOPS = [
  [1, 4],
  [1.5, 3],
  [2, 4],
  [2.5, 5],
  [3, 3],
  [4, 4],
  [5, 5],
  [6, 3],
  [8, 4],
  [10, 4],
  [15, 3],
] as const;

/** The marks of a scale from zero to above the highest value. */
function marksFor(highest: number): readonly number[] {
  const unit = highest <= 0 ? 1 : 10 ** Math.floor(Math.log10(highest));
  const [top, parts] = TOPS.find(([each]) => each * unit >= highest * HEADROOM) ?? [15, 3];
  return Array.from({ length: parts + 1 }, (_, index) => (index * top * unit) / parts);
}

function momentsBetween(firstMs: number, lastMs: number): readonly number[] {
  return Array.from({ length: TIMES }, (_, index) => firstMs + ((index + 0.5) * (lastMs - firstMs)) / TIMES);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
