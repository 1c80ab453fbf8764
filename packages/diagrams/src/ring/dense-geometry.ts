import { pointAt, type RingArc, ringGeometry, type RingNode } from './geometry.ts';

type Arc = Pick<RingArc, 'startTurns' | 'endTurns'>;

const known = new WeakMap<readonly RingNode[], readonly RingArc[]>();

/** The primary ranges of some nodes of a ring. The ring is laid out once. */
export function arcsOf(nodes: readonly RingNode[], wants: (node: RingNode) => boolean): readonly Arc[] {
  const arcs = known.get(nodes) ?? ringGeometry(nodes).arcs;
  known.set(nodes, arcs);
  const wanted = new Set(nodes.filter((node) => wants(node)).map(({ id }) => id));
  return arcs.filter(({ nodeId }) => wanted.has(nodeId));
}

/** One path of many arcs, to be stroked. Each is far less than half a turn where they are many; a longer one is drawn as two. */
export function pathOf(arcs: readonly Arc[], radius: number): string {
  return arcs.map((arc) => arcText(arc, radius)).join('');
}

function arcText({ startTurns, endTurns }: Arc, radius: number): string {
  if (endTurns - startTurns > 0.45) {
    const middle = (startTurns + endTurns) / 2;
    return arcText({ startTurns, endTurns: middle }, radius) + arcText({ startTurns: middle, endTurns }, radius);
  }
  const [from, to] = [pointAt(startTurns, radius), pointAt(endTurns, radius)];
  return `M${round(from.x)} ${round(from.y)}A${radius} ${radius} 0 0 1 ${round(to.x)} ${round(to.y)}`;
}

/** Fine enough for a picture that is enlarged. */
function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** The token in the direction of a point, as seen from the middle of the ring. */
export function tokenAt({ x, y }: { readonly x: number; readonly y: number }): bigint {
  const turns = (Math.atan2(x, -y) / (2 * Math.PI) + 1) % 1;
  return BigInt.asIntN(64, BigInt(Math.floor(turns * 2 ** 53)) * 2n ** 11n - 2n ** 63n);
}
