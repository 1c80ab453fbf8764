import {
  allocateTokens,
  type Endpoint,
  expectedNeighbours,
  imbalance,
  murmur3Token,
  outageModel,
  type ReplicationStrategy,
  serializeKey,
  type Token,
  topology,
} from '@ringside/ring';
import { cited, type Figures, table } from './figure.ts';

const TOKENS = [1, 4, 8, 16, 32, 64, 256] as const;
const NODES = 96;
const RACKS = 3;
const RINGS = 20;
const SMALL = 15;
const strategy: ReplicationStrategy = { class: 'NetworkTopologyStrategy', replicationFactors: { dc1: 3 } };

const times = (figure: number): string => figure.toFixed(2);
const minutes = (seconds: number): string => `${Math.round(seconds / 60)} min`;

/** Tokens that are random for all that matters, and the same in every build. */
function random(ring: number, node: number, count: number): readonly Token[] {
  return Array.from({ length: count }, (_, at) => murmur3Token(serializeKey('text', `${ring}/${node}/${at}`)));
}

/** A datacenter that grew node by node, each choosing its tokens when it came. */
function grown(nodes: number, choose: (there: readonly Endpoint[], at: number, rack: string) => readonly Token[]): readonly Endpoint[] {
  const there: Endpoint[] = [];
  for (let at = 0; at < nodes; at += 1) {
    const rack = `rack${(at % RACKS) + 1}`;
    there.push({ id: `node${at + 1}`, datacenter: 'dc1', rack, tokens: choose(there, at, rack) });
  }
  return there;
}

function largest(nodes: readonly Endpoint[]): number {
  return imbalance(topology(nodes), strategy)[0]?.largest ?? 0;
}

function largestAtRandom(count: number): number {
  const rings = Array.from({ length: RINGS }, (_, ring) => largest(grown(SMALL, (_there, at) => random(ring, at, count))));
  return rings.reduce((sum, each) => sum + each, 0) / RINGS;
}

function largestChosen(numTokens: number): number {
  return largest(grown(SMALL, (there, _at, rack) => allocateTokens({ topology: topology(there), datacenter: 'dc1', rack, numTokens })));
}

const outages = TOKENS.map((numTokens) => {
  const model = outageModel({ nodes: NODES, numTokens });
  return [String(numTokens), model.neighbours.toFixed(1), minutes(model.recoverySeconds), model.outagesPerCentury.toFixed(2)];
});

const balance = ([1, 4, 8, 16, 32] as const).map((count) => [String(count), times(largestAtRandom(count)), times(largestChosen(count))]);

const at = (numTokens: number): string => outageModel({ nodes: NODES, numTokens }).outagesPerCentury.toFixed(2);

/** Figures of the page about virtual nodes. */
export const figures: Figures = {
  nodes: `${NODES} nodes`,
  'small-ring': `${SMALL} nodes`,
  rings: `${RINGS} rings`,
  outages: table(['num_tokens', 'nodes that share a range with one node', 'time to recover', 'outages a century'], outages),
  balance: table(['num_tokens', 'random: fullest node ÷ mean', 'chosen: fullest node ÷ mean'], balance),
  'outages-4': at(4),
  'outages-256': at(256),
  'neighbours-4': expectedNeighbours({ nodes: NODES, numTokens: 4 }).toFixed(1),
  'printed-256': cited('2.98', 'Lynch and Snyder, Cassandra Availability with Virtual Nodes (2018)'),
  'printed-4': cited('0.35', 'Lynch and Snyder, Cassandra Availability with Virtual Nodes (2018)'),
  'printed-neighbours': cited('7.5', 'Lynch and Snyder, Cassandra Availability with Virtual Nodes (2018)'),
  'ranges-16': `${(NODES * 16).toLocaleString('en')} ranges`,
  'ranges-256': `${(NODES * 256).toLocaleString('en')} ranges`,
  'former-default': cited('256 tokens', 'conf/cassandra.yaml of Cassandra before 4.0, CASSANDRA-13701'),
  data: cited('300 GiB', 'Lynch and Snyder, Cassandra Availability with Virtual Nodes (2018)'),
  most: cited('1,536 tokens', 'Cassandra 5.0 DatabaseDescriptor.MAX_NUM_TOKENS'),
};
