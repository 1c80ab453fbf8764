import { type JSX, memo, type MouseEvent, useMemo, useRef } from 'react';
import { rackOf, ringColours } from './colours.ts';
import { arcsOf, pathOf, tokenAt } from './dense-geometry.ts';
import { arcOf, arcPath, pointAt, type RingNode, turnsOf } from './geometry.ts';
import { useViewBox } from './view-box.ts';

const RADIUS = 100;
const ARC_WIDTH = 16;
/** Ranges of nodes that are not up stand out of the ring: a thousandth of it would not be seen otherwise. */
const DOWN_RADIUS = RADIUS + ARC_WIDTH;

/** What {@link DenseRingPicture} draws and reports. */
export interface DenseRingPictureProps {
  /** All nodes of the ring; ids differ. */
  readonly nodes: readonly RingNode[];
  /** A token to point at, such as that of a key the reader typed. */
  readonly marked?: bigint | undefined;
  /** The ids of the nodes to stress. */
  readonly replicas?: readonly string[] | undefined;
  /** A range to stress, from `start` (excluded) clockwise to `end` (included). */
  readonly range?:
    | {
        /** The range starts after this token. */
        readonly start: bigint;
        /** The range ends with this token. */
        readonly end: bigint;
      }
    | undefined;
  /** Called with the token in the direction of a click. Whoever uses it offers the same to the keyboard. */
  readonly onPickToken: (token: bigint) => void;
}

/** A ring of many nodes: one path for each rack, those that are not up outside of it, and the chosen range inside with its replicas. */
export function DenseRingPicture({ nodes, marked, replicas = [], range, onPickToken }: DenseRingPictureProps): JSX.Element {
  const { viewBox, zoom, reset, handlers } = useViewBox();
  const svg = useRef<SVGSVGElement>(null);
  const onClick = ({ clientX, clientY }: MouseEvent): void => {
    const matrix = svg.current?.getScreenCTM()?.inverse();
    if (matrix !== undefined) onPickToken(tokenAt(new DOMPoint(clientX, clientY).matrixTransform(matrix)));
  };
  return (
    <div className="dense">
      <svg ref={svg} viewBox={viewBox} role="img" aria-label={describe(nodes)} {...handlers} onClick={onClick}>
        <RackArcs nodes={nodes} />
        <path d={arcsPath(nodes, ({ id }) => replicas.includes(id), RADIUS - 14)} className="replica-arcs" />
        {range === undefined ? null : <path d={arcPath(arcOf(range), RADIUS - 24)} className="chosen-arc" />}
        {marked === undefined ? null : <circle {...centre(marked)} r={3.5} fill="currentColor" />}
      </svg>
      <div className="zoom" role="group" aria-label="Size of the picture">
        <button type="button" onClick={() => zoom(1 / 1.5)} aria-label="Enlarge">
          +
        </button>
        <button type="button" onClick={() => zoom(1.5)} aria-label="Reduce">
          −
        </button>
        <button type="button" onClick={reset}>
          Whole ring
        </button>
      </div>
    </div>
  );
}

/** What does not depend on what is chosen, and is most of the work. */
const RackArcs = memo(function RackArcs({ nodes }: { readonly nodes: readonly RingNode[] }): JSX.Element {
  const racks = useMemo(() => {
    const colourOfNode = ringColours(nodes);
    const firsts = new Map(nodes.map((node) => [rackOf(node), node]));
    return Array.from(firsts, ([rack, first]) => {
      const d = arcsPath(nodes, (node) => rackOf(node) === rack, RADIUS);
      return { rack, d, colour: colourOfNode(first) };
    });
  }, [nodes]);
  const down = useMemo(() => arcsPath(nodes, ({ alive }) => !alive, DOWN_RADIUS), [nodes]);
  return (
    <>
      {racks.map(({ rack, d, colour }) => (
        <path key={rack} d={d} fill="none" stroke={colour} strokeWidth={ARC_WIDTH} />
      ))}
      <path d={down} className="down-arcs" />
    </>
  );
});

function arcsPath(nodes: readonly RingNode[], wants: (node: RingNode) => boolean, radius: number): string {
  return pathOf(arcsOf(nodes, wants), radius);
}

function centre(token: bigint): { readonly cx: number; readonly cy: number } {
  const { x, y } = pointAt(turnsOf(token), RADIUS - 24);
  return { cx: x, cy: y };
}

function describe(nodes: readonly RingNode[]): string {
  const tokens = nodes.reduce((sum, node) => sum + node.tokens.length, 0);
  const down = nodes.filter(({ alive }) => !alive).length;
  return `Token ring of ${nodes.length} nodes with ${tokens} tokens; ${down === 0 ? 'all are up' : `${down} are not up`}`;
}
