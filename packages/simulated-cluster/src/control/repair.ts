import { assertRepairRequest, type NodeRepair, type StartRepairRequest } from '@ringside/node-control';
import type { NodeState } from '../world/node-state.ts';
import { repairOutcome, startRepair } from '../world/repairs.ts';
import type { World } from '../world/world.ts';
import { answerOf } from './call.ts';

/** Repairs of a simulated node: they take a step, and copy nothing. */
export function repairRole(world: World, node: NodeState): NodeRepair {
  const answer = answerOf(world, node);
  return {
    startRepair: answer('startRepair', (request: StartRepairRequest) => {
      assertRepairRequest(request);
      return startRepair(world, node, request);
    }),
    repairOutcome: answer('repairOutcome', (command: number) => repairOutcome(node, command)),
  };
}
