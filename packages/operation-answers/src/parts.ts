import type { NodeProcess, NodeRepair } from '@ringside/node-control';
import type { EngineNode } from '@ringside/operation-engine';
import type { OperationJournal, OperationStore } from '@ringside/operations';

/** What is needed to do something with a node beside the sidecar. */
export interface OperatedNode {
  /** Its endpoint, `address:port`; undefined, or a rejection, while it is not known. */
  readonly endpoint: () => Promise<string | undefined>;
  /** Its process. */
  readonly process: NodeProcess;
  /** Repairs of its data. */
  readonly repair: NodeRepair;
  /** What was begun with it. */
  readonly journal: OperationJournal;
}

/** With what a sidecar takes part in operations. */
export interface OperationParts<Instance> {
  /** Where operations are shared. */
  readonly store: OperationStore;
  /** The node of an instance: the same one for as long as the sidecar runs. */
  readonly nodeOf: (instance: Instance) => OperatedNode;
  /** Closes what the store holds. Never rejects. */
  readonly close: () => Promise<void>;
}

/**
 * Finds the nodes beside the sidecar, each by itself. The journal comes first: a node with which something was begun may be down, and cannot tell who it is.
 */
export function engineNodes<Instance>(
  instances: readonly Instance[],
  { nodeOf }: Pick<OperationParts<Instance>, 'nodeOf'>,
): readonly (() => Promise<EngineNode | undefined>)[] {
  return instances.map((instance) => async () => {
    const { endpoint, process, repair, journal } = nodeOf(instance);
    const node = (await journal.read())?.node ?? (await endpoint().catch(() => undefined));
    return node === undefined ? undefined : { node, process, repair, journal };
  });
}
