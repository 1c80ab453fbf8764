import type { NodeControl } from '@ringside/node-control';
import type { NodeState } from '../world/node-state.ts';
import type { World } from '../world/world.ts';
import { clientsRole, compactionRole, loggingRole, streamingRole } from './activity.ts';
import { gossipRole } from './gossip.ts';
import { identificationRole, lifecycleRole } from './lifecycle.ts';
import { metricsRole } from './metrics.ts';
import { repairRole } from './repair.ts';
import { ringRole } from './ring.ts';
import { samplingRole } from './sampling.ts';
import { snapshotsRole, storageRole } from './storage.ts';

/** A simulated node in all of its roles. */
export function controlOf(world: World, node: NodeState): NodeControl {
  return {
    ...identificationRole(world, node),
    ...lifecycleRole(world, node),
    ...ringRole(world, node),
    ...gossipRole(world, node),
    ...storageRole(world, node),
    ...snapshotsRole(world, node),
    ...compactionRole(world, node),
    ...clientsRole(world, node),
    ...streamingRole(world, node),
    ...loggingRole(world, node),
    ...metricsRole(world, node),
    ...samplingRole(world, node),
    ...repairRole(world, node),
  };
}
