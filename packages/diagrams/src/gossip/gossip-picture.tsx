import type { JSX } from 'react';
import { colourOf } from '../palette.ts';
import { type Point, pointAt } from '../ring/geometry.ts';

/** One node as the gossip picture needs it. */
export interface GossipNode {
  /** Stands beside it; conversations refer to nodes by it. */
  readonly name: string;
  /** False for a node that was killed. */
  readonly running: boolean;
  /** Whether it knows the rumor. */
  readonly informed: boolean;
  /** Whether it takes the killed node for down. */
  readonly suspects: boolean;
}

/** What two nodes said to each other in a round: the one that opened, the one it chose, and how far they came. */
export interface GossipConversation {
  /** The name of the node that sent the SYN. */
  readonly from: string;
  /** The name of the node that was chosen. A name that no node has draws nothing. */
  readonly to: string;
  /** The last message that arrived: `syn` alone is drawn dashed, as no answer came. */
  readonly reached: 'syn' | 'ack' | 'ack2';
}

/** What {@link GossipPicture} draws. */
export interface GossipPictureProps {
  /** Drawn clockwise from the top; names differ. From 26 on, only every second name is shown. */
  readonly nodes: readonly GossipNode[];
  /** Of one round. No two lead from the same node to the same one. */
  readonly conversations: readonly GossipConversation[];
  /** Says in one sentence what the picture shows, for those who cannot see it; made from the nodes by default. */
  readonly label?: string;
}

const RADIUS = 118;
const KNOWS = colourOf(0);
const SUSPECTS = colourOf(5);
/** From so many nodes on, only every second one has its name beside it. */
const CROWDED = 26;
/** How far a line bends towards the middle: 0 is straight. */
const BEND = 0.35;

/**
 * A cluster in a circle and the conversations of one gossip round: a line from each node that opened one to the node it chose,
 * dashed where no answer came; filled where the rumor is known, crossed where the node is dead, ringed where somebody takes it for down.
 */
export function GossipPicture({ nodes, conversations, label = describeGossip(nodes) }: GossipPictureProps): JSX.Element {
  const places = new Map(nodes.map(({ name }, index) => [name, pointAt(index / nodes.length, RADIUS)]));
  const size = Math.max(4.5, Math.min(9, 170 / nodes.length));
  const step = nodes.length >= CROWDED ? 2 : 1;
  return (
    <svg viewBox="-165 -148 330 324" role="img" aria-label={label} style={{ maxWidth: '30rem' }}>
      {conversations.map((conversation) => (
        <Line key={`${conversation.from}-${conversation.to}`} conversation={conversation} places={places} size={size} />
      ))}
      {nodes.map((node, index) => (
        <Node key={node.name} node={node} turns={index / nodes.length} size={size} isNamed={index % step === 0 || !node.running} />
      ))}
      <Legend />
    </svg>
  );
}

interface LineProps {
  readonly conversation: GossipConversation;
  readonly places: ReadonlyMap<string, Point>;
  readonly size: number;
}

function Line({ conversation: { from, to, reached }, places, size }: LineProps): JSX.Element | null {
  const [start, end] = [places.get(from), places.get(to)];
  if (start === undefined || end === undefined) return null;
  const isAnswered = reached !== 'syn';
  const { path, tip } = conversationPath(start, end, size);
  return (
    <g stroke="currentColor" fill="none" strokeWidth={1.1} opacity={isAnswered ? 0.5 : 0.8}>
      <path d={path} strokeDasharray={isAnswered ? undefined : '3 3'}>
        <title>{`${from} to ${to}: ${MESSAGES[reached]}`}</title>
      </path>
      <circle cx={tip.x} cy={tip.y} r={2.2} fill="currentColor" stroke="none" />
    </g>
  );
}

const MESSAGES: Readonly<Record<GossipConversation['reached'], string>> = {
  syn: 'SYN, no answer',
  ack: 'SYN, ACK',
  ack2: 'SYN, ACK, ACK2',
};

/**
 * A line bent towards the middle, so that two that cross stay apart, ending short of the node; and the place where it ends.
 *
 * @param shortBy how far before `end` to stop, in the picture's units
 */
export function conversationPath(start: Point, end: Point, shortBy: number): { readonly path: string; readonly tip: Point } {
  const middle = { x: ((start.x + end.x) / 2) * (1 - BEND), y: ((start.y + end.y) / 2) * (1 - BEND) };
  // An angle, and no quotient by the distance, which is far from exact for places that all but coincide.
  const angle = Math.atan2(middle.y - end.y, middle.x - end.x);
  const tip = { x: end.x + Math.cos(angle) * (shortBy + 3), y: end.y + Math.sin(angle) * (shortBy + 3) };
  const write = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return { path: `M ${write(start)} Q ${write(middle)} ${write(tip)}`, tip: { x: round(tip.x), y: round(tip.y) } };
}

interface NodeProps {
  readonly node: GossipNode;
  readonly turns: number;
  readonly size: number;
  readonly isNamed: boolean;
}

function Node({ node, turns, size, isNamed }: NodeProps): JSX.Element {
  const { x, y } = pointAt(turns, RADIUS);
  const text = pointAt(turns, RADIUS + size + 9);
  const anchor = Math.abs(text.x) < 12 ? 'middle' : text.x > 0 ? 'start' : 'end';
  return (
    <g>
      <Mark x={round(x)} y={round(y)} size={size} node={node} />
      {isNamed ? (
        <text x={round(text.x)} y={round(text.y + 4)} fontSize={11} textAnchor={anchor} fill="currentColor">
          {node.name}
        </text>
      ) : null}
    </g>
  );
}

interface MarkProps {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly node: Pick<GossipNode, 'running' | 'informed' | 'suspects'>;
}

function Mark({ x, y, size, node }: MarkProps): JSX.Element {
  const { running, informed, suspects } = node;
  const arm = size * 0.62;
  return (
    <g>
      {suspects ? <circle cx={x} cy={y} r={size + 2.6} fill="none" stroke={SUSPECTS} strokeWidth={2.4} /> : null}
      <circle
        cx={x}
        cy={y}
        r={size}
        fill={running && informed ? KNOWS : 'var(--rs-paper, white)'}
        stroke="currentColor"
        strokeWidth={1.2}
      />
      {running ? null : (
        <path
          d={`M ${x - arm} ${y - arm} L ${x + arm} ${y + arm} M ${x - arm} ${y + arm} L ${x + arm} ${y - arm}`}
          stroke="currentColor"
          strokeWidth={2}
        />
      )}
    </g>
  );
}

function Legend(): JSX.Element {
  const plain = { running: true, informed: false, suspects: false };
  return (
    <g transform="translate(-150 162)" fontSize={11} fill="currentColor">
      <Mark x={0} y={0} size={6} node={{ ...plain, informed: true }} />
      <text x={12} y={4}>
        knows it
      </text>
      <Mark x={84} y={0} size={6} node={{ ...plain, running: false }} />
      <text x={96} y={4}>
        killed
      </text>
      <Mark x={158} y={0} size={6} node={{ ...plain, suspects: true }} />
      <text x={171} y={4}>
        takes it for down
      </text>
    </g>
  );
}

/** The picture in one sentence, as its accessible name. */
export function describeGossip(nodes: readonly GossipNode[]): string {
  const running = nodes.filter((node) => node.running);
  const dead = nodes.filter((node) => !node.running).map(({ name }) => name);
  const informed = `${running.filter((node) => node.informed).length} of ${running.length} running nodes know the rumor`;
  if (dead.length === 0) return `A cluster of ${nodes.length}: ${informed}`;
  const suspecting = running.filter((node) => node.suspects).length;
  return `A cluster of ${nodes.length}: ${informed}; ${dead.join(', ')} is dead, ${suspecting} take it for down`;
}

/** Positions of equal text on server and browser, whatever their last digits. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
