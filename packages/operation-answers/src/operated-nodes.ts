import { join } from 'node:path';
import { endpointOf } from '@ringside/cluster-watch';
import { type Clock, errors } from '@ringside/core';
import { commandProcess, type CommandProcessOptions, commandsOfUnit, fileJournal } from '@ringside/lifecycle';
import { formatEndpoint } from '@ringside/model';
import type { NodeRepair, NodeStatus } from '@ringside/node-control';
import type { OperatedNode, OperationParts } from './parts.ts';

/** How a node is stopped and started: a systemd unit, or programs with their arguments. */
export type LifecycleCommands = { readonly unit: string } | Pick<CommandProcessOptions, 'startCommand' | 'stopCommand'>;

/** A node beside the sidecar that can be stopped, started and repaired. */
export interface OperableInstance {
  /** By which the configuration knows it. */
  readonly id: number;
  /** Address or name at which it takes CQL. */
  readonly host: string;
  /** Its CQL port. */
  readonly port: number;
  /** How it is stopped and started. */
  readonly lifecycle?: LifecycleCommands | undefined;
  /** Whether it takes CQL. */
  readonly cql: {
    /** Resolves when the node takes CQL, and rejects when it does not. */
    readonly ping: () => Promise<void>;
  };
  /** Its management interface. */
  readonly control: NodeRepair;
  /** Who it is. */
  readonly reads: {
    /** The node's own state; rejects when it does not answer. */
    readonly status: () => Promise<NodeStatus>;
  };
}

/**
 * The nodes of instances, stopped and started by commands, with a journal each.
 *
 * @param directory for journals and locks
 * @throws OpsError INVALID_ARGUMENT for what is not the name of a systemd unit, CONFIG_INVALID for an instance without commands
 */
export function operatedNodes<Instance extends OperableInstance>(
  instances: readonly Instance[],
  { directory, clock }: { readonly directory: string; readonly clock: Clock },
): OperationParts<Instance>['nodeOf'] {
  const nodes = new Map(instances.map((instance) => [instance.id, operatedNode(instance, directory, clock)]));
  return ({ id }) => nodes.get(id) as OperatedNode;
}

function operatedNode({ id, host, port, lifecycle, cql, control, reads }: OperableInstance, directory: string, clock: Clock): OperatedNode {
  if (lifecycle === undefined) throw errors.CONFIG_INVALID({ message: `Nothing says how the node at ${host} is stopped and started` });
  return {
    endpoint: async () => endpointOf(await reads.status()) ?? undefined,
    process: commandProcess({
      ...('unit' in lifecycle ? commandsOfUnit(lifecycle.unit) : lifecycle),
      node: formatEndpoint({ address: host, port }),
      cql: { address: host, port },
      isServing: async () => {
        await cql.ping();
        return true;
      },
      stateFolder: directory,
      clock,
    }),
    repair: control,
    journal: fileJournal(join(directory, `instance-${id}.json`)),
  };
}
