import type { JSX } from 'react';
import { colourOf } from '../palette.ts';

/** What {@link ReplicaRows} draws. */
export interface ReplicaRowsProps {
  /** Datacenters, each with how many replicas of a row it has, in the order in which they are drawn. */
  readonly datacenters: readonly { readonly name: string; readonly replicas: number }[];
  /** How many replicas are waited for, by who waits: one bracket each, such as `write` and `read`. */
  readonly waits: readonly ReplicaWait[];
  /** Says in one sentence what the picture shows. */
  readonly label: string;
}

/** One request's wait. */
export interface ReplicaWait {
  readonly name: string;
  /** How many answers it needs from each datacenter, in their order, at their least favourable choice. */
  readonly counts: readonly number[];
  /** From which side of the row its replicas are taken, so that two waits that need not meet are drawn apart. */
  readonly from: 'left' | 'right';
}

const STEP = 36;
const LEFT = 60;
const ROW = 64;

/** One row of circles a datacenter: the replicas of one row of data, with a bar over or under those that each request waits for. */
export function ReplicaRows({ datacenters, waits, label }: ReplicaRowsProps): JSX.Element {
  const most = Math.max(1, ...datacenters.map(({ replicas }) => replicas));
  const width = LEFT + most * STEP + 90;
  return (
    <svg viewBox={`0 0 ${width} ${datacenters.length * ROW + 10}`} role="img" aria-label={label} style={{ maxWidth: `${width * 1.5}px` }}>
      {datacenters.map(({ name, replicas }, row) => (
        <g key={name} transform={`translate(0 ${row * ROW + 32})`}>
          <text x={0} y={5} fontSize={13} fill="currentColor">
            {name}
          </text>
          {Array.from({ length: replicas }, (_, at) => (
            <circle key={at} cx={LEFT + at * STEP + STEP / 2} cy={0} r={9} fill="none" stroke="currentColor" strokeWidth={1.5} />
          ))}
          {waits.map((wait, index) => (
            <Bar key={wait.name} wait={wait} index={index} count={wait.counts[row] ?? 0} replicas={replicas} />
          ))}
        </g>
      ))}
    </svg>
  );
}

interface BarProps {
  readonly wait: ReplicaWait;
  readonly index: number;
  readonly count: number;
  readonly replicas: number;
}

function Bar({ wait, index, count, replicas }: BarProps): JSX.Element | null {
  if (count === 0) return null;
  const start = LEFT + (wait.from === 'left' ? 0 : replicas - count) * STEP;
  const y = index === 0 ? -17 : 17;
  return (
    <g>
      <line x1={start + 5} y1={y} x2={start + count * STEP - 5} y2={y} stroke={colourOf(index)} strokeWidth={5} strokeLinecap="round" />
      <text x={LEFT + replicas * STEP + 8} y={y + 4} fontSize={12} fill="currentColor">
        {`${wait.name} ${count}`}
      </text>
    </g>
  );
}
