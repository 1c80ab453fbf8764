import type { ConsistencyLevel } from '@ringside/model';
import { availability, evenTokens, quorum, type ReplicationStrategy, topology } from '@ringside/ring';
import { type Figures, table } from './figure.ts';

const nodes = ['east', 'west'].flatMap((datacenter, which) =>
  evenTokens(3, BigInt(which * 100 + 1)).map((token, at) => ({
    id: `${datacenter}${at + 1}`,
    datacenter,
    rack: `rack${at + 1}`,
    tokens: [token],
  })),
);
const ring = topology(nodes);
const three: ReplicationStrategy = { class: 'NetworkTopologyStrategy', replicationFactors: { east: 3, west: 3 } };
const LEVELS: readonly ConsistencyLevel[] = ['ONE', 'LOCAL_ONE', 'LOCAL_QUORUM', 'QUORUM', 'EACH_QUORUM', 'ALL'];

const LOSSES: readonly (readonly [string, readonly string[]])[] = [
  ['one node, here', ['east1']],
  ['one node, there', ['west1']],
  ['one node in each', ['east1', 'west1']],
  ['two nodes, here', ['east1', 'east2']],
  ['two nodes, there', ['west1', 'west2']],
  ['the other datacenter', ['west1', 'west2', 'west3']],
];

function works(consistency: ConsistencyLevel, dead: readonly string[]): string {
  const question = {
    topology: ring,
    strategy: three,
    consistency,
    localDatacenter: 'east',
    isAlive: (id: string): boolean => !dead.includes(id),
  };
  return availability(question).summary.unavailable === 0 ? 'works' : '–';
}

/** The quorum of a factor, how many may be down, and how many copies a pair of quorums must share at least. */
function quorumRow(factor: number): readonly string[] {
  const needed = quorum(factor);
  return [String(factor), String(needed), String(factor - needed), String(2 * needed - factor)];
}

/** Figures of the page about consistency levels. */
export const figures: Figures = {
  quorums: table(
    ['copies', 'quorum', 'may be down', 'copies that two quorums share at least'],
    [1, 2, 3, 4, 5, 6].map((factor) => quorumRow(factor)),
  ),
  losses: table(
    ['lost', ...LEVELS],
    LOSSES.map(([what, dead]) => [what].concat(LEVELS.map((level) => works(level, dead)))),
  ),
};
