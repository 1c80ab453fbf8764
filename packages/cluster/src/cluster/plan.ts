import { errors } from '@ringside/core';
import type { NodeIdentity } from '@ringside/cassandra-node';
import { planTokens } from './plan-tokens.ts';

/** How many nodes stand in each rack of each datacenter. */
export type ClusterLayout = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What {@link planNodes} lays out. */
export interface PlanOptions {
  /** Nodes of one datacenter `dc1` over at most three racks; not together with `layout`. */
  readonly nodes?: number | undefined;
  readonly layout?: ClusterLayout | undefined;
  /** Tokens a node, 1 to 256. */
  readonly numTokens: number;
  /** The first three numbers of the addresses: `127.0.0` gives 127.0.0.1, .2, … */
  readonly addressBlock: string;
}

const MAX_NODES = 64;
const NAME = /^[A-Za-z0-9_-]+$/;

/** The racks that a datacenter has when nobody names any: as many as the usual replication factor, so that each can hold one copy. */
export const DEFAULT_RACKS: readonly string[] = ['rack1', 'rack2', 'rack3'];

/** How many nodes stand in each of the default racks `rack1` to `rack3` when they are filled in turns; racks that stay empty are left out. */
export function spreadOverRacks(nodes: number): Readonly<Record<string, number>> {
  const shares = DEFAULT_RACKS.map((rack, index) => [rack, Math.ceil((nodes - index) / DEFAULT_RACKS.length)] as const);
  return Object.fromEntries(shares.filter(([, share]) => share > 0));
}

/**
 * Says which nodes a ring has: names, addresses, racks and tokens. Pure. Racks take turns around the ring, so that
 * NetworkTopologyStrategy places one replica in each with equal shares.
 *
 * @throws OpsError `INVALID_ARGUMENT` for no nodes, too many, or a name that Cassandra's property files cannot hold
 */
export function planNodes(options: PlanOptions): readonly NodeIdentity[] {
  const layout = options.layout ?? evenLayout(options.nodes ?? 1);
  checkLayout(layout, options);
  const places = Object.entries(layout).flatMap(([datacenter, racks]) => inTurns(racks).map((rack) => ({ datacenter, rack })));
  const tokens = planTokens(places, options.numTokens);
  return places.map(({ datacenter, rack }, index) => ({
    name: `node${index + 1}`,
    address: `${options.addressBlock}.${index + 1}`,
    datacenter,
    rack,
    tokens: tokens[index] ?? [],
    bootstrap: false,
  }));
}

function evenLayout(nodes: number): ClusterLayout {
  if (!Number.isInteger(nodes) || nodes < 1) {
    throw errors.INVALID_ARGUMENT({ message: `${nodes} is not a number of nodes`, remedy: 'Ask for at least one node.' });
  }
  return { dc1: spreadOverRacks(nodes) };
}

/** Racks in turns until each has as many places as it asked for. */
function inTurns(racks: Readonly<Record<string, number>>): readonly string[] {
  const rounds = Math.max(0, ...Object.values(racks));
  const round = (index: number): string[] => Object.keys(racks).filter((rack) => (racks[rack] ?? 0) > index);
  return Array.from({ length: rounds }, (_, index) => round(index)).flat();
}

/**
 * Checks that Cassandra's property files can hold the names of a place, and that clients can connect to it: Cassandra's driver for Node.js looks
 * datacenters up in a plain object and finds no connection to one that is called `constructor`, or like anything else that every object has.
 *
 * @throws OpsError `INVALID_ARGUMENT`
 */
export function assertNames(datacenter: string, rack: string): void {
  const fail = (message: string): never => {
    throw errors.INVALID_ARGUMENT({ message, remedy: 'Choose another name.' });
  };
  if (!NAME.test(datacenter) || !NAME.test(rack)) {
    fail(`"${datacenter}/${rack}": names of datacenters and racks are letters, digits, "-" and "_"`);
  }
  const reserved = [datacenter, rack].find((name) => name in Object.prototype);
  if (reserved !== undefined) fail(`"${reserved}" cannot be a name: the Node.js driver cannot connect to a datacenter of that name`);
}

function checkLayout(layout: ClusterLayout, { numTokens, nodes, layout: given }: PlanOptions): void {
  const fail = (message: string): never => {
    throw errors.INVALID_ARGUMENT({ message });
  };
  if (nodes !== undefined && given !== undefined) fail('Give either a number of nodes or a layout, not both');
  for (const [datacenter, racks] of Object.entries(layout)) {
    for (const [rack, count] of Object.entries(racks)) {
      assertNames(datacenter, rack);
      if (!Number.isInteger(count) || count < 0) fail(`"${datacenter}/${rack}": ${count} is not a number of nodes`);
    }
  }
  const total = Object.values(layout).reduce((sum, racks) => sum + Object.values(racks).reduce((a, b) => a + b, 0), 0);
  if (total < 1) fail('The layout has no node; ask for at least one');
  if (total > MAX_NODES) fail(`${total} nodes are more than one machine is good for; ask for at most ${MAX_NODES}`);
  if (!Number.isInteger(numTokens) || numTokens < 1 || numTokens > 256) fail(`${numTokens} is not a number of tokens: 1 to 256`);
}
