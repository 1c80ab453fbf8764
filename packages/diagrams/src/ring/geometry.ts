/** One node as the ring picture needs it. */
export interface RingNode {
  /** What the picture calls it, such as its address. */
  readonly id: string;
  /** Not drawn; `labelOf` may use it. */
  readonly datacenter: string;
  /** Not drawn; unique only within its datacenter. */
  readonly rack: string;
  /** Its tokens, in [-2^63, 2^63), in any order. */
  readonly tokens: readonly bigint[];
  /** False draws its ranges pale and dashed, and says so beside it. */
  readonly alive: boolean;
}

/** A point in the picture's own units; y grows downward, as in SVG. */
export interface Point {
  /** Grows to the right; 0 is the middle of a ring. */
  readonly x: number;
  /** Grows downward; 0 is the middle of a ring. */
  readonly y: number;
}

/** The primary range of one token: from the token before it (excluded) to itself (included), clockwise. */
export interface RingArc {
  /** The owner of the token. */
  readonly nodeId: string;
  /** Where the arc ends, in [-2^63, 2^63). */
  readonly token: bigint;
  /** Angles in turns: 0 at the top (token -2^63), growing clockwise; `endTurns` may pass 1 where the range wraps. */
  readonly startTurns: number;
  /** After `startTurns`: the ring's only token makes an arc of one whole turn. */
  readonly endTurns: number;
}

/** Everything needed to draw a ring. */
export interface RingGeometry {
  /** One a token of the ring, in token order. */
  readonly arcs: readonly RingArc[];
  /** How much of the ring is each node's primary range, 0 to 1, by node id. */
  readonly ownership: ReadonlyMap<string, number>;
}

const RING_TOKENS = 2n ** 64n;
const MIN_TOKEN = -(2n ** 63n);

/**
 * Where a token stands on the ring, in turns: 0 at the top for Murmur3Partitioner's smallest token, growing clockwise to 1.
 */
export function turnsOf(token: bigint): number {
  return turns(token - MIN_TOKEN);
}

/** A width in tokens, up to the whole ring, as turns; a double holds it to 53 bits, far finer than a picture needs. */
function turns(width: bigint): number {
  return Number(width) / Number(RING_TOKENS);
}

/** The point at `turns` on a circle around the origin. */
export function pointAt(turns: number, radius: number): Point {
  const angle = turns * 2 * Math.PI;
  return { x: radius * Math.sin(angle), y: -radius * Math.cos(angle) };
}

/** Where a range of tokens lies, from `start` (excluded) clockwise to `end` (included); equal ends are the whole ring. */
export function arcOf({ start, end }: { readonly start: bigint; readonly end: bigint }): Pick<RingArc, 'startTurns' | 'endTurns'> {
  const startTurns = turnsOf(start);
  return { startTurns, endTurns: startTurns + turns(end > start ? end - start : end - start + RING_TOKENS) };
}

/** Lays the nodes' primary ranges out around the circle, in token order. */
export function ringGeometry(nodes: readonly RingNode[]): RingGeometry {
  const owned = nodes
    .flatMap((node) => node.tokens.map((token) => ({ token, nodeId: node.id })))
    .toSorted((a, b) => (a.token < b.token ? -1 : 1));
  const arcs = owned.map(({ token, nodeId }, index) => {
    const before = owned.at(index - 1)?.token ?? token;
    const { startTurns, endTurns } = arcOf({ start: before, end: token });
    return { nodeId, token, startTurns, endTurns };
  });
  const ownership = new Map(nodes.map(({ id }) => [id, 0]));
  for (const arc of arcs) ownership.set(arc.nodeId, (ownership.get(arc.nodeId) ?? 0) + arc.endTurns - arc.startTurns);
  return { arcs, ownership };
}

/**
 * The SVG path of an arc of the given radius, to be stroked; a whole turn is drawn as two halves.
 *
 * @param radius in the picture's units
 */
export function arcPath({ startTurns, endTurns }: Pick<RingArc, 'startTurns' | 'endTurns'>, radius: number): string {
  const middle = (startTurns + endTurns) / 2;
  const [from, through, to] = [startTurns, middle, endTurns].map((turns) => pointAt(turns, radius));
  const write = (point: Point | undefined): string => `${point?.x.toFixed(2)} ${point?.y.toFixed(2)}`;
  const half = `A ${radius} ${radius} 0 0 1`;
  return `M ${write(from)} ${half} ${write(through)} ${half} ${write(to)}`;
}
