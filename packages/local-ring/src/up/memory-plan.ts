import { ringMemoryBytes } from '@ringside/cluster';
import { formatBytes } from '@ringside/core';
import { hostErrors } from '@ringside/host';

const MIB = 2 ** 20;

/** The Java heap of a node when nobody says otherwise. */
export const DEFAULT_HEAP_BYTES: number = 256 * MIB;

/** What a sidecar takes, and the launcher itself. */
const SIDECAR_BYTES = 100 * MIB;
const LAUNCHER_BYTES = 80 * MIB;

/** What a ring is going to take. */
export interface MemoryPlan {
  readonly heapBytes: number;
  readonly totalBytes: number;
}

/** Plans the memory of a ring: a pure estimate, on the safe side. */
export function planMemory(nodes: number, heapBytes: number = DEFAULT_HEAP_BYTES): MemoryPlan {
  return { heapBytes, totalBytes: ringMemoryBytes(nodes, heapBytes) + nodes * SIDECAR_BYTES + LAUNCHER_BYTES };
}

/**
 * Refuses a plan that does not fit.
 *
 * @throws OpsError `MEMORY_SHORT`, saying how many nodes would fit
 */
export function assertMemoryFits(nodes: number, plan: MemoryPlan, availableBytes: number): void {
  if (plan.totalBytes <= availableBytes) return;
  const each = planMemory(1, plan.heapBytes).totalBytes - LAUNCHER_BYTES;
  const fitting = Math.max(0, Math.floor((availableBytes - LAUNCHER_BYTES) / each));
  throw hostErrors.MEMORY_SHORT({
    message: `${nodes} ${nodes === 1 ? 'node' : 'nodes'} with ${formatBytes(plan.heapBytes)} of heap each will take about ${formatBytes(plan.totalBytes)} of memory; ${formatBytes(availableBytes)} are available`,
    remedy:
      fitting > 0
        ? `Start ${fitting === 1 ? 'one node' : `${fitting} nodes`} with --nodes ${fitting}, give each less with --memory, or close other programs.`
        : 'Give each node less with --memory, or close other programs.',
    details: { neededBytes: plan.totalBytes, availableBytes, nodesThatFit: fitting },
  });
}
