import type { NodeControl } from '../node-control.ts';
import { inMemoryCompaction, inMemoryLogging, inMemoryStreaming } from './activity.ts';
import { inMemoryGossip } from './gossip.ts';
import { inMemoryLifecycle } from './lifecycle.ts';
import type { InMemoryNode } from './node.ts';
import { inMemoryRing } from './ring.ts';
import { inMemorySnapshots, inMemoryStorage } from './snapshots.ts';

/** A node in memory in all of its roles. */
export function inMemoryControl(node: InMemoryNode): NodeControl {
  return {
    ...inMemoryLifecycle(node),
    ...inMemoryRing(node),
    ...inMemoryGossip(node),
    ...inMemoryStorage(node),
    ...inMemorySnapshots(node),
    ...inMemoryCompaction(node),
    ...inMemoryStreaming(node),
    ...inMemoryLogging(node),
  };
}
