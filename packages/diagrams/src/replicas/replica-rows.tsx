import type { JSX } from 'react';
import { colourOf } from '../palette.ts';

/** One datacenter's replicas of a row of data. */
export interface ReplicaRow {
  /** Stands at the left; tells the rows apart. */
  readonly datacenter: string;
  /** How many boxes are drawn: the replication factor there. */
  readonly replicas: number;
  /** How many of them have the write; they are drawn from the left. */
  readonly written: number;
  /** How many of them answer the read; they are drawn from the right. */
  readonly read: number;
}

/** What {@link ReplicaRows} draws. */
export interface ReplicaRowsProps {
  /** Drawn from top to bottom. */
  readonly rows: readonly ReplicaRow[];
  /** Says in one sentence what the picture shows, for those who cannot see it; made from the rows by default. */
  readonly label?: string;
}

/** How many replicas both have the write and answer the read, when they are taken from opposite ends of each row. */
export function replicasInBoth(rows: readonly ReplicaRow[]): number {
  return rows.reduce((sum, { replicas, written, read }) => sum + Math.max(0, written + read - replicas), 0);
}

const LEFT = 46;
const STEP = 34;
const ROW = 40;
const RADIUS = 9;
/** How wide the words under the rows are. */
const LEGEND = 250;
const WRITE = colourOf(0);
const READ = colourOf(1);

/** Circles for the replicas of a row of data, a line a datacenter: filled where the write is, ringed where the read asks. */
export function ReplicaRows({ rows, label = describeReplicas(rows) }: ReplicaRowsProps): JSX.Element {
  const width = Math.max(LEGEND, LEFT + Math.max(...rows.map(({ replicas }) => replicas)) * STEP);
  const height = rows.length * ROW + 30;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} style={{ maxWidth: '22rem' }}>
      {rows.map((row, index) => (
        <g key={row.datacenter} transform={`translate(0 ${index * ROW + 20})`}>
          <text x={0} y={4} fontSize={12} fill="currentColor">
            {row.datacenter}
          </text>
          {Array.from({ length: row.replicas }, (_, at) => (
            <Replica key={at} x={LEFT + at * STEP + STEP / 2} hasWrite={at < row.written} isRead={at >= row.replicas - row.read} />
          ))}
        </g>
      ))}
      <g transform={`translate(0 ${height - 14})`} fontSize={11} fill="currentColor">
        <Replica x={LEFT + 17} hasWrite isRead={false} />
        <text x={LEFT + 34} y={4}>
          has the write
        </text>
        <Replica x={LEFT + 137} hasWrite={false} isRead />
        <text x={LEFT + 154} y={4}>
          is read
        </text>
      </g>
    </svg>
  );
}

function Replica({ x, hasWrite, isRead }: { readonly x: number; readonly hasWrite: boolean; readonly isRead: boolean }): JSX.Element {
  return (
    <g>
      {isRead ? <circle cx={x} r={RADIUS + 4} fill="none" stroke={READ} strokeWidth={3.5} /> : null}
      <circle cx={x} r={RADIUS} fill={hasWrite ? WRITE : 'none'} stroke="currentColor" strokeWidth={1.2} />
    </g>
  );
}

/** The picture in one sentence, as its accessible name. */
export function describeReplicas(rows: readonly ReplicaRow[]): string {
  const parts = rows.map(
    ({ datacenter, replicas, written, read }) => `${datacenter}: ${written} of ${replicas} replicas have the write, ${read} are read`,
  );
  return `${parts.join('; ')}. In both: ${replicasInBoth(rows)}`;
}
