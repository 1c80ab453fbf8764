import { evenTokens, placeReplicas, quorum, type ReplicationStrategy, topology } from '@ringside/ring';
import { cited, type Figures, table } from './figure.ts';

const NODES_IN_RACK = 4;
const TIMES = 'packages/operation-engine/src/bounds.ts';

/** The fewest copies of a range that are outside of the first rack, in a ring whose racks take turns. */
function leftWithoutRack(copies: number, racks: number): number {
  const tokens = evenTokens(racks * NODES_IN_RACK);
  const nodes = tokens.map((token, at) => ({ id: `node${at + 1}`, datacenter: 'dc1', rack: `rack${(at % racks) + 1}`, tokens: [token] }));
  const strategy: ReplicationStrategy = { class: 'NetworkTopologyStrategy', replicationFactors: { dc1: copies } };
  const stopped = new Set(nodes.filter(({ rack }) => rack === 'rack1').map(({ id }) => id));
  const left = placeReplicas(topology(nodes), strategy).map(({ replicas }) => replicas.filter((id) => !stopped.has(id)).length);
  return Math.min(...left);
}

function row(copies: number, racks: number): readonly string[] {
  const [needed, left] = [quorum(copies), leftWithoutRack(copies, racks)];
  const fewer = copies - 1 >= needed ? 'nodes of a rack that share no range' : 'no node';
  return [copies, racks, needed, left, left >= needed ? 'a whole rack' : fewer].map(String);
}

/** Figures of the page about rolling restarts. */
export const figures: Figures = {
  racks: table(
    ['copies', 'racks', 'a quorum needs', 'copies left when a whole rack stops', 'what can stop at once'],
    [row(1, 3), row(2, 3), row(3, 3), row(3, 2), row(3, 1), row(5, 5), row(5, 3)],
  ),
  fresh: cited('20 seconds', `ENGINE_TIMES.freshForMs in ${TIMES}`),
  beat: cited('once a minute', `ENGINE_TIMES.beatEveryMs in ${TIMES}`),
  abandoned: cited('five minutes', `ENGINE_TIMES.abandonedAfterMs in ${TIMES}`),
  patience: cited('30 minutes', `ENGINE_TIMES.patienceMs in ${TIMES}`),
};
