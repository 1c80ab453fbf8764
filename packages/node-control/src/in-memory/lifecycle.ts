import { OpsError } from '@ringside/core';
import type { NodeLifecycle, NodeStatus } from '../roles/lifecycle.ts';
import { answerOf } from './answer.ts';
import type { InMemoryNode } from './node.ts';

/** Life of a node in memory: what it is told to do is in its status at once. */
export function inMemoryLifecycle(node: InMemoryNode): NodeLifecycle {
  const answer = answerOf(node);
  const change = (over: Partial<NodeStatus>): void => void (node.status = { ...node.status, ...over });
  return {
    status: answer('status', () => node.status),
    drain: answer('drain', () => change({ operationMode: 'DRAINED', gossipActive: false, nativeTransportRunning: false })),
    startNativeTransport: answer('startNativeTransport', () => {
      if (node.status.operationMode === 'DRAINED') throw new OpsError('NODE_REFUSED', { message: 'The node is drained' });
      change({ nativeTransportRunning: true });
    }),
    stopNativeTransport: answer('stopNativeTransport', () => change({ nativeTransportRunning: false })),
    startGossip: answer('startGossip', () => change({ gossipActive: true })),
    stopGossip: answer('stopGossip', () => change({ gossipActive: false })),
  };
}
