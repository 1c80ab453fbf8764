import { type OperableInstance, operatedNodes } from './operated-nodes.ts';
import type { OperationParts } from './parts.ts';
import { sharedStore, type SharedStoreOptions } from './shared-store.ts';

/** What {@link cassandraOperations} works with. */
export interface CassandraOperationsOptions<Instance> extends Omit<SharedStoreOptions, 'instances'> {
  /** The nodes beside the sidecar, at least one. */
  readonly instances: readonly Instance[];
  /** A folder of this user alone, for journals and locks. */
  readonly directory: string;
}

/**
 * With what a sidecar beside a real Cassandra takes part in operations: they are kept in the cluster itself, and commands stop and start its nodes. Nothing is
 * connected to yet.
 *
 * @throws OpsError INVALID_ARGUMENT for what is not the name of a systemd unit, CONFIG_INVALID for an instance without commands
 */
export function cassandraOperations<Instance extends OperableInstance>(
  options: CassandraOperationsOptions<Instance>,
): OperationParts<Instance> {
  return { ...sharedStore(options), nodeOf: operatedNodes(options.instances, options) };
}
