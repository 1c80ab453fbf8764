import { describe, expect, it } from 'vitest';
import { simulateCluster } from '@ringside/simulated-cluster';
import { engineNodes, type OperatedNode } from './parts.ts';
import { instancesOf, memoryJournal, operated, type Simulated } from './testing/simulated-nodes.ts';

const instances = instancesOf(simulateCluster()).slice(0, 2) as [Simulated, Simulated];
const ENTRY = { operation: 'an-id', node: '10.0.0.9:7000', phase: 'stopping' } as const;

const nodesOf = async (change: (of: Simulated, node: OperatedNode) => Partial<OperatedNode>): Promise<readonly string[]> => {
  const nodeOf = (instance: Simulated): OperatedNode => {
    const node = operated(instance.node);
    return { ...node, ...change(instance, node) };
  };
  const found = await Promise.all(engineNodes(instances, { nodeOf }).map((find) => find()));
  return found.flatMap((each) => each?.node ?? []);
};

describe('engineNodes()', () => {
  it('are called as the nodes call themselves', async () => {
    expect(await nodesOf(() => ({}))).toEqual(['127.0.0.1:7000', '127.0.0.2:7000']);
  });

  it('are those that are known, while others are not', async () => {
    expect(await nodesOf(({ id }) => (id === 2 ? { endpoint: async () => undefined } : {}))).toEqual(['127.0.0.1:7000']);
    expect(await nodesOf(({ id }) => (id === 1 ? { endpoint: async () => Promise.reject(new Error('down')) } : {}))).toEqual([
      '127.0.0.2:7000',
    ]);
  });

  it('are known by their journals while they are down', async () => {
    const down = { endpoint: async () => Promise.reject(new Error('down')), journal: memoryJournal(ENTRY) };
    expect(await nodesOf(({ id }) => (id === 1 ? down : {}))).toEqual(['10.0.0.9:7000', '127.0.0.2:7000']);
  });
});
