import { keyspaceName, snapshotTag } from '@ringside/model';
import { describe, expect, test } from 'vitest';
import { composeNode, everyRole, nodeRoles } from './compose.ts';
import { nodeControlContract } from './contract/node-control-contract.ts';
import { inMemoryCompaction, inMemoryLogging, inMemoryStreaming } from './in-memory/activity.ts';
import { inMemoryControl } from './in-memory/control.ts';
import { inMemoryGossip } from './in-memory/gossip.ts';
import { inMemoryLifecycle } from './in-memory/lifecycle.ts';
import { type InMemoryNode, inMemoryNode } from './in-memory/node.ts';
import { inMemoryRing } from './in-memory/ring.ts';
import { inMemorySnapshots, inMemoryStorage } from './in-memory/snapshots.ts';
import type { NodeControl } from './node-control.ts';
import type { NodeCompaction } from './roles/compaction.ts';
import type { NodeLogging } from './roles/logging.ts';
import type { NodeStreaming } from './roles/streaming.ts';
import { subjectOf } from './testing/in-memory-subject.ts';

/** One of two transports: what stays with JMX in a version where the rest has moved. It cannot tell the rest at all. */
const overManagement = (node: InMemoryNode) => ({
  ...inMemoryLifecycle(node),
  ...inMemoryRing(node),
  ...inMemoryGossip(node),
  ...inMemoryStorage(node),
  ...inMemorySnapshots(node),
});

/** The other one, an object with a state of its own, as one with a session would be. */
class OverTables implements NodeCompaction, NodeStreaming, NodeLogging {
  readonly #node: InMemoryNode;

  constructor(node: InMemoryNode) {
    this.#node = node;
  }

  compactionStats(): ReturnType<NodeCompaction['compactionStats']> {
    return inMemoryCompaction(this.#node).compactionStats();
  }

  streamStats(): ReturnType<NodeStreaming['streamStats']> {
    return inMemoryStreaming(this.#node).streamStats();
  }

  loggingLevels(): ReturnType<NodeLogging['loggingLevels']> {
    return inMemoryLogging(this.#node).loggingLevels();
  }

  setLoggingLevel(...args: Parameters<NodeLogging['setLoggingLevel']>): Promise<void> {
    return inMemoryLogging(this.#node).setLoggingLevel(...args);
  }
}

function overTwoTransports(node: InMemoryNode): NodeControl {
  const management = overManagement(node);
  const tables = new OverTables(node);
  return composeNode({
    lifecycle: management,
    ring: management,
    gossip: management,
    storage: management,
    snapshots: management,
    compaction: tables,
    streaming: tables,
    logging: tables,
  });
}

nodeControlContract('A node composed of two transports', async () => {
  const node = inMemoryNode();
  return subjectOf(node, overTwoTransports(node));
});

nodeControlContract(
  'A transport that plays two roles',
  async () => {
    const node = inMemoryNode();
    const tables = new OverTables(node);
    return subjectOf(node, composeNode({ ...everyRole(inMemoryControl(node)), compaction: tables, logging: tables }));
  },
  { roles: ['compaction', 'logging'] },
);

describe('composeNode()', () => {
  test('takes of a player only what its role has, in whatever order the players stand', async () => {
    const [one, other] = [inMemoryNode(), inMemoryNode()];
    const composed = composeNode({ ...everyRole(inMemoryControl(one)), snapshots: inMemoryControl(other) });
    await composed.takeSnapshot({ tag: snapshotTag('nightly'), keyspaces: [keyspaceName('orders')] });
    await composed.flush({ keyspace: keyspaceName('orders') });
    await composed.status();
    expect(other.calls).toEqual(['takeSnapshot']);
    expect(one.calls).toEqual(['flush', 'status']);
  });

  test('gives every method that a node has and no other', () => {
    const whole = inMemoryControl(inMemoryNode());
    expect(Object.keys(composeNode(everyRole(whole))).toSorted()).toEqual(Object.keys(whole).toSorted());
    expect(Object.keys(everyRole(whole))).toEqual(nodeRoles);
  });
});
