import { formatDuration } from '@ringside/core';
import type { ClusterFacts } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** What is judged of a cluster. */
export const clusterRules: readonly Rule<ClusterFacts>[] = [
  {
    name: 'schema-disagreement',
    measures: 'Versions of the schema among live nodes',
    unit: 'count',
    badWhen: 'atLeast',
    consider: null,
    act: 2,
    source: 'Live nodes agree within seconds of a change: MigrationCoordinator pulls what is missing',
    measure: ({ schemaVersions }) => schemaVersions,
    unknown: 'Gossip does not tell the schema version of any live node',
    fact: (measured) => `the live nodes have ${measured} versions of the schema`,
    change: () =>
      'Change no schema until they agree. If they still differ after a minute, restart the nodes of the smaller group one after another.',
    cost: 'Each restart takes one node away for a minute or so; requests at QUORUM go on.',
    page: 'learn/gossip',
  },
  {
    name: 'clock-skew',
    measures: 'Difference between the clocks of two nodes',
    unit: 'ms',
    badWhen: 'atLeast',
    consider: 500,
    act: 5_000,
    source: 'The later timestamp wins, so a write may lose to an older one within the difference; a time service keeps it at milliseconds',
    measure: ({ clockSkewMs }) => clockSkewMs,
    unknown: 'No two sidecars could be compared',
    fact: (measured) => `the clocks of two nodes differ by at least ${formatDuration(Math.round(measured))}`,
    change: () => 'Let chrony or another time service run on every machine, and look why it does not on the one that is off.',
    cost: 'None, if the clock is slewed. A clock that is set back gives new writes older timestamps for a while.',
    page: 'learn/timestamps',
  },
];
