import { cassandraLines, DEFAULT_CASSANDRA_VERSION, supportedCassandra } from '@ringside/cassandra-install';
import { bytes, choice, flag, integer, option, type OptionsOf } from '@ringside/cli-kit';
import { DEFAULT_PORT_BASE } from '@ringside/cluster';
import { formatBytes } from '@ringside/core';
import { DATACENTERS } from './datacenters.ts';
import { DEFAULT_HEAP_BYTES } from './memory-plan.ts';

/** How many nodes `ringside up` starts when nobody says otherwise. */
export const DEFAULT_NODES = 3;

/** The base of all ports of a ring; the upper bound is that of the ports themselves. */
export const PORT_BASE = integer({ atLeast: 3024 });

/** The options of `ringside up`; one that is not given means "as it is, or the default". */
export const UP_OPTIONS = {
  nodes: option('--nodes <count>', integer({ atLeast: 1 }), 'How many nodes, over three racks', {
    defaultText: `${DEFAULT_NODES}, or as many as there are`,
  }),
  datacenters: option(
    '--datacenters <list>',
    DATACENTERS,
    'Datacenters and their nodes, such as east:3,west:3, each over three racks; instead of --nodes',
    { defaultText: 'dc1, or those there are' },
  ),
  heapBytes: option('--memory <size>', bytes({ atLeast: 96 * 2 ** 20 }), 'Java heap of each node', {
    defaultText: formatBytes(DEFAULT_HEAP_BYTES),
  }),
  cassandra: option(
    '--cassandra <version>',
    choice([...cassandraLines, ...Object.keys(supportedCassandra)]),
    'Version of Cassandra: a line, for the newest patch of it that is locked, or an exact version',
    { defaultText: DEFAULT_CASSANDRA_VERSION },
  ),
  accord: flag('--accord', 'Switch Accord on, for transactions over several partitions; needs Cassandra 6.0'),
  portBase: option('--port-base <port>', PORT_BASE, 'Base P of all ports: CQL P+42, sidecar P+43, storage P-2000, docs P+80', {
    defaultText: String(DEFAULT_PORT_BASE),
  }),
  detach: flag('--detach', 'Return when the ring is ready; it goes on in the background until ringside down'),
  fresh: flag('--fresh', 'Start over; the old data is deleted once the new ring is up'),
  docs: flag('--no-docs', 'Do not build and serve the documentation'),
  supervise: flag('--supervise', 'Be the launcher in the background', { hidden: true }),
};

/** What {@link UP_OPTIONS} say on one command line. */
export type UpOptions = OptionsOf<typeof UP_OPTIONS>;
