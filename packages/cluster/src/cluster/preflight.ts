import type { ClusterNode } from '@ringside/cassandra-node';
import { formatBytes } from '@ringside/core';
import { assertDisk, availableMemoryBytes, hostErrors, type MemorySources } from '@ringside/host';

const MIB = 1024 ** 2;

/** What a node holds in RAM beside its heap: classes, code, threads, direct buffers; measured on 5.0.9 with small settings, rounded up. */
const BESIDE_HEAP_BYTES = 320 * MIB;

/**
 * The memory that a ring's nodes will take, on the safe side; sidecars are not counted.
 *
 * @param nodes how many nodes
 * @param heapBytes the largest heap of a node
 */
export function ringMemoryBytes(nodes: number, heapBytes: number): number {
  return nodes * (heapBytes + BESIDE_HEAP_BYTES);
}

/** What a node's folder takes before anyone writes to it, and room to work in. */
const NODE_DISK_BYTES = 200 * MIB;

/**
 * Refuses to start a ring that does not fit, before anything runs.
 *
 * @param nodes how many are to be started
 * @param heapMb the largest heap of a node, in MiB
 * @param directory where their data goes
 * @param sources for tests: another machine's memory
 * @throws OpsError `MEMORY_SHORT` or `DISK_FULL`, with what is needed and what is there
 */
export async function assertRoom(nodes: number, heapMb: number, directory: string, sources?: MemorySources): Promise<void> {
  const neededBytes = ringMemoryBytes(nodes, heapMb * MIB);
  const availableBytes = await availableMemoryBytes(sources);
  if (neededBytes > availableBytes) {
    throw hostErrors.MEMORY_SHORT({
      message: `${formatBytes(neededBytes)} of memory are needed for ${nodes} node${nodes === 1 ? '' : 's'}; ${formatBytes(availableBytes)} are available`,
      details: { neededBytes, availableBytes },
    });
  }
  await assertDisk(directory, nodes * NODE_DISK_BYTES);
}

/** Where a node will listen; a relay holds its storage port. */
export function portsOf(node: ClusterNode, relayed: boolean): { address: string; port: number }[] {
  const ports = [node.nativePort, node.controlPort, ...(relayed ? [] : [node.storagePort])];
  return ports.map((port) => ({ address: node.address, port }));
}
