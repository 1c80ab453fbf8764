import { formatEndpoint } from '@ringside/model';
import type { KeyspaceInfo, RangeEndpoints, RingEndpoint } from '../model.ts';
import type { CallOptions, NodeControl } from '../port.ts';
import { ownership, parseReplication, placeReplicas } from '@ringside/ring';
import { topologyOf } from './topology.ts';
import { commands } from './commands.ts';
import { type Answer, keyspaceOf, type InMemoryNode } from './node.ts';

/** Every port of a node in memory. */
export function inMemoryControl(node: InMemoryNode): NodeControl {
  const answer: Answer =
    (name, act) =>
    async (...args) => {
      node.calls.push(name);
      for (const { signal } of args.filter((arg): arg is CallOptions => typeof arg === 'object' && arg !== null))
        if (signal?.aborted) throw signal.reason;
      await node.before();
      return act(...args);
    };
  const { endpoints } = node;
  const effective = (name: string): readonly { endpoint: string; fraction: number }[] => {
    const owned = ownership(topologyOf(endpoints), parseReplication(keyspaceOf(node, name).replication));
    return [...owned].map(([endpoint, fraction]) => ({ endpoint, fraction }));
  };
  return {
    status: answer('status', (_options?: CallOptions) => node.status),
    ring: answer('ring', (options?: { keyspace?: string | undefined }) => {
      if (options?.keyspace === undefined) return node.endpoints;
      const owned = new Map(effective(options.keyspace).map(({ endpoint, fraction }) => [endpoint, fraction]));
      return node.endpoints.map((each) =>
        Object.assign({}, each, { ownership: owned.get(formatEndpoint(each)), ownershipEffective: true }),
      );
    }),
    schemaVersions: answer('schemaVersions', () => ({ [node.status.schemaVersion ?? '']: node.status.liveNodes })),
    gossip: answer('gossip', () => gossipOf(node.endpoints)),
    phi: answer('phi', () => Object.fromEntries(peersOf(node).map((each) => [formatEndpoint(each), 0.4]))),
    keyspaces: answer('keyspaces', () => node.keyspaces),
    rangeToEndpoints: answer('rangeToEndpoints', (name: string) => naturalRanges(node.endpoints, keyspaceOf(node, name))),
    pendingRanges: answer('pendingRanges', (name: string) => (keyspaceOf(node, name) === undefined ? [] : node.pending)),
    effectiveOwnership: answer('effectiveOwnership', effective),
    ...commands(node, answer),
    compactionStats: answer('compactionStats', () => ({
      pendingTasks: 1,
      pendingByTable: { orders: { events: 1 } },
      completedTasks: 9,
      compactedBytes: 4_096,
      active: [{ id: 'a', taskType: 'Compaction', keyspace: 'orders', table: null, completed: 1, total: 2, unit: 'bytes' }],
    })),
    streamStats: answer('streamStats', () => node.streams),
    loggingLevels: answer('loggingLevels', () => ({ ...node.levels })),
    dataDirectories: answer('dataDirectories', () => node.dataDirectories),
  };
}

function peersOf(node: InMemoryNode): readonly RingEndpoint[] {
  return node.endpoints.filter(({ address }) => address !== node.status.address);
}

function gossipOf(endpoints: readonly RingEndpoint[]): Record<string, Record<string, string>> {
  const states = endpoints.map((each): [string, Record<string, string>] => [
    `/${formatEndpoint(each)}`,
    {
      generation: '1',
      heartbeat: '2',
      DC: each.datacenter ?? '',
      RACK: each.rack ?? '',
      STATUS_WITH_PORT: `NORMAL,${each.tokens[0] ?? ''}`,
      NATIVE_ADDRESS_AND_PORT: `${each.address}:9042`,
      X_13_UNHEARD: 'of',
    },
  ]);
  return Object.fromEntries(states);
}

function naturalRanges(endpoints: readonly RingEndpoint[], { replication }: KeyspaceInfo): readonly RangeEndpoints[] {
  return placeReplicas(topologyOf(endpoints), parseReplication(replication)).map(({ range, replicas }) => ({
    start: String(range.start),
    end: String(range.end),
    endpoints: replicas,
  }));
}
