import type { JSX } from 'react';
import { colourOf } from '../palette.ts';
import { arcOf, arcPath, pointAt, type RingArc, type RingGeometry, ringGeometry, type RingNode, turnsOf } from './geometry.ts';

/** What {@link RingPicture} draws. */
export interface RingPictureProps {
  /** All nodes of the ring, in the order that gives them their colours; ids differ. */
  readonly nodes: readonly RingNode[];
  /** A token to point at, such as that of a key the reader typed. */
  readonly marked?: bigint;
  /** The ids of the nodes to stress: the replicas of the marked token. */
  readonly replicas?: readonly string[];
  /** A range to stress, from `start` (excluded) clockwise to `end` (included), such as that of the marked token. */
  readonly range?: {
    /** The range starts after this token. */
    readonly start: bigint;
    /** The range ends with this token. */
    readonly end: bigint;
  };
  /** What stands beside a node, where there is room; its id by default. */
  readonly labelOf?: (node: RingNode) => string;
  /** Called with a node's id when the reader clicks on it or on one of its ranges. Whoever uses it offers the same to the keyboard. */
  readonly onPick?: (id: string) => void;
  /** Called with the token at the end of a range when the reader clicks on it. Whoever uses it offers the same to the keyboard. */
  readonly onPickToken?: (token: bigint) => void;
  /** Says in one sentence what the picture shows, for those who cannot see it; made from the nodes by default. */
  readonly label?: string;
}

const RADIUS = 100;
const ARC_WIDTH = 18;
/** With more tokens a node than this, dots would cover the ring; the arcs' colours then carry the owners alone. */
const MAX_DOTS_PER_NODE = 4;

/**
 * The token ring as an SVG that needs no script once rendered: one arc for each token's primary range in its owner's colour, a dead
 * node's arcs hatched, each arc with a title that names owner and range.
 */
export function RingPicture({
  nodes,
  marked,
  replicas = [],
  range,
  labelOf = ({ id }) => id,
  onPick,
  onPickToken,
  label,
}: RingPictureProps): JSX.Element {
  const geometry = ringGeometry(nodes);
  const byId = new Map(nodes.map((node, index) => [node.id, { node, colour: colourOf(index) }]));
  const dots = nodes.filter(({ tokens }) => tokens.length <= MAX_DOTS_PER_NODE);
  const pick = (id: string, token: bigint): PickProps => {
    if (onPick === undefined && onPickToken === undefined) return {};
    const onClick = (): void => {
      onPick?.(id);
      onPickToken?.(token);
    };
    return { onClick, style: { cursor: 'pointer' } };
  };
  return (
    <svg
      viewBox="-160 -135 320 270"
      role="img"
      aria-label={label ?? describeRing(nodes, geometry)}
      style={{ width: '100%', height: 'auto', overflow: 'visible' }}
    >
      {geometry.arcs.map((arc) => {
        const owner = byId.get(arc.nodeId);
        const faded = replicas.length > 0 && !replicas.includes(arc.nodeId);
        return (
          <g key={String(arc.token)} {...pick(arc.nodeId, arc.token)}>
            <Arc arc={arc} colour={owner?.colour ?? 'currentColor'} alive={owner?.node.alive ?? false} faded={faded} />
          </g>
        );
      })}
      {range === undefined ? null : (
        <path d={arcPath(arcOf(range), RADIUS - ARC_WIDTH)} fill="none" stroke="currentColor" strokeWidth={3} />
      )}
      {dots.flatMap((node) =>
        node.tokens.map((token) => (
          <g key={String(token)} {...pick(node.id, token)}>
            <Dot node={node} token={token} colour={byId.get(node.id)?.colour ?? ''} label={labelOf(node)} />
          </g>
        )),
      )}
      {marked === undefined ? null : <Mark token={marked} />}
    </svg>
  );
}

type PickProps = Pick<JSX.IntrinsicElements['g'], 'onClick' | 'style'>;

function Arc({
  arc,
  colour,
  alive,
  faded,
}: {
  readonly arc: RingArc;
  readonly colour: string;
  readonly alive: boolean;
  readonly faded: boolean;
}): JSX.Element {
  const share = ((arc.endTurns - arc.startTurns) * 100).toFixed(1);
  return (
    <path
      d={arcPath(arc, RADIUS)}
      fill="none"
      stroke={colour}
      strokeWidth={ARC_WIDTH}
      strokeDasharray={alive ? undefined : '3 4'}
      opacity={(faded ? 0.25 : 1) * (alive ? 1 : 0.55)}
    >
      <title>{`${arc.nodeId}${alive ? '' : ' (down)'}: up to token ${arc.token}, ${share}% of the ring`}</title>
    </path>
  );
}

interface DotProps {
  readonly node: RingNode;
  readonly token: bigint;
  readonly colour: string;
  readonly label: string;
}

function Dot({ node, token, colour, label }: DotProps): JSX.Element {
  const turns = turnsOf(token);
  const dot = pointAt(turns, RADIUS);
  const text = pointAt(turns, RADIUS + 16);
  const anchor = Math.abs(text.x) < 20 ? 'middle' : text.x > 0 ? 'start' : 'end';
  return (
    <g>
      <circle cx={dot.x} cy={dot.y} r={6} fill={node.alive ? colour : 'none'} stroke="currentColor" strokeWidth={1.5} />
      <text x={text.x} y={text.y + 4} fontSize={11} textAnchor={anchor} fill="currentColor">
        {label}
        {node.alive ? '' : ' ✕'}
      </text>
    </g>
  );
}

function Mark({ token }: { readonly token: bigint }): JSX.Element {
  const turns = turnsOf(token);
  const tip = pointAt(turns, RADIUS - ARC_WIDTH / 2 - 2);
  const tail = pointAt(turns, RADIUS - 44);
  return (
    <g stroke="currentColor" strokeWidth={2}>
      <line x1={tail.x} y1={tail.y} x2={tip.x} y2={tip.y} />
      <circle cx={tip.x} cy={tip.y} r={3.5} fill="currentColor">
        <title>{`token ${token}`}</title>
      </circle>
    </g>
  );
}

/**
 * The ring in one sentence, as the picture's accessible name.
 *
 * @param nodes all nodes of the ring, in the order in which to name them
 */
export function describeRing(nodes: readonly RingNode[], { ownership }: RingGeometry): string {
  const parts = nodes.map(({ id, alive }) => `${id}${alive ? '' : ' (down)'} owns ${((ownership.get(id) ?? 0) * 100).toFixed(1)}%`);
  return `Token ring of ${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}: ${parts.join(', ')}`;
}
