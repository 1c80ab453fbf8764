import { readFile, statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { OpsError, formatBytes } from '@ringside/core';

const MIB = 1024 ** 2;

/** What a node holds in RAM beside its heap, in bytes: measured 250 MiB, with room for page cache and streams. */
const BESIDE_HEAP_BYTES = 300 * MIB;

/** What a node's folder takes before anyone writes to it, and room to work in. */
const NODE_DISK_BYTES = 200 * MIB;

/**
 * The memory that a ring will take.
 *
 * @param heapMb largest heap of a node, in MiB
 */
export function neededMemoryBytes(nodes: number, heapMb: number): number {
  return nodes * (heapMb * MIB + BESIDE_HEAP_BYTES);
}

/**
 * Refuses to start a ring that does not fit, before anything runs.
 *
 * @param nodes how many are to be started
 * @param directory where their data goes
 * @param available for tests: the free memory instead of the machine's
 * @throws OpsError `MEMORY_SHORT` or `DISK_FULL`, with what is needed and what is there
 */
export async function assertRoom(nodes: number, heapMb: number, directory: string, available?: number): Promise<void> {
  const neededBytes = neededMemoryBytes(nodes, heapMb);
  const availableBytes = available ?? (await availableMemoryBytes());
  if (neededBytes > availableBytes) {
    throw new OpsError('MEMORY_SHORT', {
      message: `${formatBytes(neededBytes)} of memory are needed for ${nodes} node${nodes === 1 ? '' : 's'}; ${formatBytes(availableBytes)} are available`,
      details: { neededBytes, availableBytes },
    });
  }
  await assertDisk(directory, nodes * NODE_DISK_BYTES);
}

/**
 * Refuses to write where there is too little room.
 *
 * @throws OpsError `DISK_FULL`
 */
export async function assertDisk(directory: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  throw new OpsError('DISK_FULL', {
    message: `${directory} has ${formatBytes(freeBytes)} free; ${formatBytes(neededBytes)} are needed`,
    details: { directory, freeBytes, neededBytes },
  });
}

/** Memory that programs can still have: `MemAvailable` of /proc/meminfo (what the kernel can free counts), else free memory. */
export async function availableMemoryBytes(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const match = /^MemAvailable:\s+(\d+) kB$/m.exec(text);
  return match === null ? freemem() : Number(match[1]) * 1024;
}
