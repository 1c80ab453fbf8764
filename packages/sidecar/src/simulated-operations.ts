import type { NodeProcess } from '@ringside/node-control';
import type { OperatedNode, OperationParts } from '@ringside/operation-answers';
import type { JournalEntry, OperationJournal, OperationStore } from '@ringside/operations';
import type { SimulatedNode } from '@ringside/simulated-cluster';

/** What a sidecar over simulated nodes takes part in operations with: nodes stop and start at once. */
export function simulatedOperations<Instance extends object>(
  store: OperationStore,
  nodeOf: (instance: Instance) => SimulatedNode,
): OperationParts<Instance> {
  const nodes = new WeakMap<Instance, OperatedNode>();
  const operated = (instance: Instance): OperatedNode => {
    const known = nodes.get(instance) ?? operatedNode(nodeOf(instance));
    nodes.set(instance, known);
    return known;
  };
  return { store, nodeOf: operated, close: async () => undefined };
}

function operatedNode(node: SimulatedNode): OperatedNode {
  return {
    endpoint: async () => `${node.address}:${node.storagePort}`,
    process: processOf(node),
    repair: node.control,
    journal: memoryJournal(),
  };
}

function processOf(node: SimulatedNode): NodeProcess {
  return {
    look: async () =>
      node.running ? { state: 'up', pid: 1, sentence: 'It takes CQL.' } : { state: 'gone', pid: undefined, sentence: 'It does not run.' },
    stop: async () => node.kill(),
    start: async () => {
      if (!node.running) node.start();
    },
  };
}

function memoryJournal(): OperationJournal {
  let kept: JournalEntry | undefined;
  return { read: async () => kept, write: async (entry) => void (kept = entry), clear: async () => void (kept = undefined) };
}
