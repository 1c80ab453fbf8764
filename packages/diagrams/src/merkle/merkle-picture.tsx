import type { JSX } from 'react';
import { colourOf } from '../palette.ts';
import { turnsOf } from '../ring/geometry.ts';

/** One pair of hashes that two replicas' Merkle trees compared. */
export interface ComparedNode {
  /** The tokens after `start` up to `end`; equal ends mean the whole ring. */
  readonly range: {
    /** The range starts after this token. */
    readonly start: bigint;
    /** The range ends with this token. */
    readonly end: bigint;
  };
  /** 0 for the root. */
  readonly depth: number;
  /** Whether the two hashes do, which decides its colour. */
  readonly differs: boolean;
}

/** One row that at least one of the replicas has. */
export interface ComparedRow {
  /** Where it lies on the ring. */
  readonly token: bigint;
  /** True for a row that only one replica has, or that the two hold differently. */
  readonly differs: boolean;
}

/** What {@link MerklePicture} draws. */
export interface MerklePictureProps {
  /** How many levels there are below the root; the more there are, the thinner each is drawn. */
  readonly depth: number;
  /** Only nodes that the comparison reached: what lies below equal hashes is not drawn as compared. */
  readonly compared: readonly ComparedNode[];
  /** Marks between the two trees, where their leaves meet. */
  readonly rows: readonly ComparedRow[];
  /** Says in one sentence what the picture shows, for those who cannot see it; made from the rest by default. */
  readonly label?: string;
}

const WIDTH = 380;
const TREE_HEIGHT = 90;
const TITLE = 20;
const GAP = 42;
const MIN_WIDTH = 1.2;
const SAME = colourOf(2);
const DIFFERS = colourOf(5);

/**
 * Two replicas' Merkle trees over the whole ring, the second upside down, so that their leaves meet at the rows: each level a row of
 * boxes as wide as their ranges, drawn only where hashes were compared; the space left empty was never looked at.
 */
export function MerklePicture({
  depth,
  compared,
  rows,
  label = describeMerkle({ depth, compared, rows }),
}: MerklePictureProps): JSX.Element {
  const step = TREE_HEIGHT / (depth + 1);
  const second = TITLE + TREE_HEIGHT + GAP;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${second + TREE_HEIGHT + TITLE + 40}`} role="img" aria-label={label} style={{ maxWidth: '38rem' }}>
      <text x={0} y={12} fontSize={13} fill="currentColor">
        replica A
      </text>
      <Tree compared={compared} top={TITLE} step={step} />
      <Rows rows={rows} y={TITLE + TREE_HEIGHT + GAP / 2} />
      <g transform={`translate(0 ${second + TREE_HEIGHT}) scale(1 -1)`}>
        <Tree compared={compared} top={0} step={step} />
      </g>
      <text x={0} y={second + TREE_HEIGHT + 14} fontSize={13} fill="currentColor">
        replica B
      </text>
      <Legend y={second + TREE_HEIGHT + 36} />
    </svg>
  );
}

function Tree({
  compared,
  top,
  step,
}: {
  readonly compared: readonly ComparedNode[];
  readonly top: number;
  readonly step: number;
}): JSX.Element {
  const deepest = new Set(compared.map(({ depth }) => depth)).size;
  return (
    <g>
      <rect x={0} y={top} width={WIDTH} height={TREE_HEIGHT} fill="currentColor" opacity={0.06} />
      {compared.map(({ range, depth, differs }) => {
        const { x, width } = spanOf(range);
        return (
          <rect
            key={`${depth} ${range.start}`}
            x={x}
            y={top + depth * step}
            width={width}
            height={Math.max(1, step - 1)}
            fill={differs ? DIFFERS : SAME}
            opacity={differs && depth < deepest - 1 ? 0.55 : 0.9}
          />
        );
      })}
    </g>
  );
}

function Rows({ rows, y }: { readonly rows: readonly ComparedRow[]; readonly y: number }): JSX.Element {
  const ordered = rows.toSorted((a, b) => Number(a.differs) - Number(b.differs));
  return (
    <g>
      {ordered.map(({ token, differs }) => {
        const x = turnsOf(token) * WIDTH;
        return differs ? (
          <path key={String(token)} d={`M ${x.toFixed(2)} ${y - 16} l 5 16 l -5 16 l -5 -16 Z`} fill={DIFFERS} stroke="currentColor" />
        ) : (
          <line key={String(token)} x1={x.toFixed(2)} x2={x.toFixed(2)} y1={y - 7} y2={y + 7} stroke="currentColor" opacity={0.7} />
        );
      })}
    </g>
  );
}

function Legend({ y }: { readonly y: number }): JSX.Element {
  const marks = [
    { fill: SAME, opacity: 0.9, text: 'hashes equal' },
    { fill: DIFFERS, opacity: 0.9, text: 'hashes differ' },
    { fill: 'currentColor', opacity: 0.12, text: 'never compared' },
  ];
  return (
    <g fontSize={13} fill="currentColor">
      {marks.map(({ fill, opacity, text }, index) => (
        <g key={text} transform={`translate(${index * 124} ${y})`}>
          <rect x={0} y={-10} width={12} height={12} fill={fill} opacity={opacity} />
          <text x={18} y={0}>
            {text}
          </text>
        </g>
      ))}
      <text x={0} y={y + 20}>
        │ row · ◆ row that differs
      </text>
    </g>
  );
}

function spanOf({ start, end }: ComparedNode['range']): { readonly x: number; readonly width: number } {
  const from = turnsOf(start);
  const to = turnsOf(end) || 1;
  return { x: round(from * WIDTH), width: round(Math.max(MIN_WIDTH, (to - from) * WIDTH - 0.6)) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** What the trees and rows show, in one sentence. */
export function describeMerkle({ depth, compared, rows }: Pick<MerklePictureProps, 'depth' | 'compared' | 'rows'>): string {
  const [differing, wrong] = [compared.filter(({ differs }) => differs).length, rows.filter(({ differs }) => differs).length];
  return (
    `Two replicas' Merkle trees of depth ${depth} over ${rows.length} rows: of ${compared.length} pairs of hashes compared ` +
    `${differing} differ; ${wrong} rows differ`
  );
}
