import { createRandom, spreadRumor } from '@ringside/gossip/simulator';
import { cited, type Figures, table } from './figure.ts';

const SEEDS = [1, 2, 3, 4, 5];
/** One length byte, four of IPv4, two of port, four of generation, four of version: `GossipDigest.GossipDigestSerializer`. */
const DIGEST_BYTES = 1 + 4 + 2 + 4 + 4;

/** Rounds until all know, when each node in turn exchanges what it knows with one other at random: the simulator without its messages. */
function pushPullRounds(nodes: number, seed: number): number {
  const random = createRandom(seed);
  const knows = new Uint8Array(nodes);
  knows[0] = 1;
  let informed = 1;
  let rounds = 0;
  for (; informed < nodes; rounds++) {
    for (let node = 0; node < nodes; node++) {
      const other = (node + 1 + Math.floor(random() * (nodes - 1))) % nodes;
      if (knows[node] === knows[other]) continue;
      knows[node] = knows[other] = 1;
      informed++;
    }
  }
  return rounds;
}

/** The least and the greatest of some counts, as a reader writes them. */
function span(counts: readonly number[]): string {
  const [least, greatest] = [Math.min(...counts), Math.max(...counts)];
  return least === greatest ? `${least}` : `${least}–${greatest}`;
}

function row(nodes: number, isSimulated: boolean): string[] {
  const simulated = isSimulated ? span(SEEDS.map((seed) => spreadRumor({ nodes, seed }).rounds ?? Infinity)) : 'not run';
  return [
    nodes.toLocaleString('en'),
    simulated,
    span(SEEDS.map((seed) => pushPullRounds(nodes, seed))),
    `${(nodes * DIGEST_BYTES).toLocaleString('en')} bytes`,
  ];
}

/** Figures of "Gossip". */
export const figures: Figures = {
  interval: cited('one second', 'Cassandra 5.0 Gossiper.java, intervalInMillis'),
  departed: cited('three days', 'Cassandra 5.0 Gossiper.java, aVeryLongTime'),
  'digest-size': `${DIGEST_BYTES} bytes`,
  convergence: table(
    ['nodes', 'rounds, simulated', 'rounds, push and pull alone', 'digests in one SYN (IPv4)'],
    [row(3, true), row(10, true), row(30, true), row(100, false), row(300, false), row(1000, false), row(10_000, false)],
  ),
};
