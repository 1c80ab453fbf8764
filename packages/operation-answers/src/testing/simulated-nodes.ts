import { keepRecords, type StoppableNode } from '@ringside/cluster-answers';
import { unwatched } from '@ringside/cluster-watch';
import type { JournalEntry, OperationJournal, OperationStore } from '@ringside/operations';
import type { SimulatedCluster, SimulatedNode } from '@ringside/simulated-cluster';
import type { OperatedNode, OperationParts } from '../parts.ts';
import type { OperationsOptions } from '../create-operations.ts';

/** A node of a simulated cluster as a sidecar beside it has it. */
export type Simulated = StoppableNode & { readonly id: number; readonly node: SimulatedNode };

/** The nodes of a cluster as if one sidecar stood beside all of them. */
export function instancesOf(cluster: SimulatedCluster): readonly Simulated[] {
  return cluster.nodes.map((node, index) => {
    const { control, cql, address: host } = node;
    return { id: index + 1, node, host, reads: control, control, cql, dataDirectories: undefined };
  });
}

/** A journal in memory. */
export function memoryJournal(entry?: JournalEntry): OperationJournal {
  let kept = entry;
  return { read: async () => kept, write: async (next) => void (kept = next), clear: async () => void (kept = undefined) };
}

/** A node whose process stops and starts at once, which is noted in `changes`. */
export function operated(node: SimulatedNode, changes: string[] = []): OperatedNode {
  return {
    endpoint: async () => `${node.address}:${node.storagePort}`,
    repair: node.control,
    journal: memoryJournal(),
    process: {
      look: async () =>
        node.running ? { state: 'up', pid: 1, sentence: 'It takes CQL.' } : { state: 'gone', pid: undefined, sentence: 'It does not run.' },
      stop: async () => {
        changes.push(`stop ${node.name}`);
        node.kill();
      },
      start: async () => {
        changes.push(`start ${node.name}`);
        if (!node.running) node.start();
      },
    },
  };
}

/** With what such a sidecar takes part in operations. */
function partsOf(instances: readonly Simulated[], store: OperationStore, changes: string[]): OperationParts<Simulated> {
  const nodes = new Map(instances.map((instance) => [instance.id, operated(instance.node, changes)]));
  return { store, nodeOf: ({ id }) => nodes.get(id) as OperatedNode, close: async () => undefined };
}

/** What `createOperations()` needs for such a sidecar. */
export function optionsOf(cluster: SimulatedCluster, store?: OperationStore, changes: string[] = []): OperationsOptions<Simulated> {
  const { clock } = cluster;
  const instances = instancesOf(cluster);
  const records = keepRecords(instances, clock);
  records.stop();
  const parts = store && partsOf(instances, store, changes);
  return { clock, watch: unwatched, instances, records, streamsOf: ({ node }) => node.control.streamStats(), parts, note: () => undefined };
}
