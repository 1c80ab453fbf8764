import {
  composeNode,
  everyRole,
  type NodeControl,
  nodeRoles,
  type NodeCompaction,
  type NodeLogging,
  type NodeStreaming,
} from '@ringside/node-control';
import { nodeControlContract } from '@ringside/node-control/contract';
import { keyspaceName, snapshotTag } from '@ringside/model';
import { describe, expect, test } from 'vitest';
import { simulateCluster } from './simulate-cluster.ts';
import { contractCluster, subjectOf } from './testing/subject.ts';

/** One of two transports, an object with a state of its own, as one with a session would be. */
class OverTables implements NodeCompaction, NodeStreaming, NodeLogging {
  readonly #control: NodeControl;

  constructor(control: NodeControl) {
    this.#control = control;
  }

  compactionStats(): ReturnType<NodeCompaction['compactionStats']> {
    return this.#control.compactionStats();
  }

  compactionTotals(): ReturnType<NodeCompaction['compactionTotals']> {
    return this.#control.compactionTotals();
  }

  streamStats(): ReturnType<NodeStreaming['streamStats']> {
    return this.#control.streamStats();
  }

  loggingLevels(): ReturnType<NodeLogging['loggingLevels']> {
    return this.#control.loggingLevels();
  }

  setLoggingLevel(...args: Parameters<NodeLogging['setLoggingLevel']>): Promise<void> {
    return this.#control.setLoggingLevel(...args);
  }
}

/** The other one: what stays with JMX in a version where the rest has moved. It refuses the rest. */
function overManagement(control: NodeControl): NodeControl {
  const moved = async (): Promise<never> => {
    throw new Error('moved');
  };
  return { ...control, compactionStats: moved, compactionTotals: moved, streamStats: moved, loggingLevels: moved, setLoggingLevel: moved };
}

nodeControlContract('A node composed of two transports', async () =>
  subjectOf(contractCluster(), ({ control }) => {
    const tables = new OverTables(control);
    return composeNode({ ...everyRole(overManagement(control)), compaction: tables, streaming: tables, logging: tables });
  }),
);

nodeControlContract(
  'A transport that plays two roles',
  async () =>
    subjectOf(contractCluster(), ({ control }) => {
      const tables = new OverTables(control);
      return composeNode({ ...everyRole(control), compaction: tables, logging: tables });
    }),
  { roles: ['compaction', 'logging'] },
);

describe('composeNode()', () => {
  test('takes of a player only what its role has, in whatever order the players stand', async () => {
    const { nodes } = simulateCluster({ keyspaces: { orders: { replication: { class: 'SimpleStrategy', replication_factor: '1' } } } });
    const [one, other] = nodes;
    if (one === undefined || other === undefined) throw new Error('There are no nodes');
    const composed = composeNode({ ...everyRole(one.control), snapshots: other.control });
    await composed.takeSnapshot({ tag: snapshotTag('nightly'), keyspaces: [keyspaceName('orders')] });
    await composed.flush({ keyspace: keyspaceName('orders') });
    await composed.status();
    expect([other.calls, one.calls]).toEqual([['takeSnapshot'], ['flush', 'status']]);
  });

  test('gives every method that a node has and no other', () => {
    const whole = simulateCluster().node('node1').control;
    expect(Object.keys(composeNode(everyRole(whole))).toSorted()).toEqual(Object.keys(whole).toSorted());
    expect(Object.keys(everyRole(whole))).toEqual(nodeRoles);
  });
});
