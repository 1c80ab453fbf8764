import type { CapacityAnswer, CapacityGroup, DiskCapacity, NodeCapacity } from '@ringside/api';
import { formatDuration } from '@ringside/core';
import type { NodeRecord } from '../record.ts';
import { daysUntilFull, ENOUGH_MS } from './growth.ts';

/** What is known of a node without its sidecar. */
export type Holding = Omit<NodeCapacity, 'disks' | 'reason'>;

/** The disks of a node, or why they are not known. */
export type Disks = Pick<NodeCapacity, 'disks' | 'reason'>;

/** Measures the disks of the own node. Where that fails, says why. */
export async function measureCapacity(record: NodeRecord): Promise<Disks> {
  try {
    const disks = (await record.disks()).map((disk): DiskCapacity => {
      const { directories, totalBytes, availableBytes, bytesPerDay, observedMs } = disk;
      const days = daysUntilFull(availableBytes, bytesPerDay);
      return { directories, totalBytes, availableBytes, growthBytesPerDay: bytesPerDay, observedMs, daysUntilFull: days };
    });
    return { disks, reason: notYet(disks) };
  } catch (error) {
    return { disks: null, reason: `its disks cannot be measured: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function notYet(disks: readonly DiskCapacity[]): string | null {
  const unknown = disks.filter(({ growthBytesPerDay }) => growthBytesPerDay === null);
  if (unknown.length === 0) return null;
  const watchedMs = Math.min(...unknown.map(({ observedMs }) => observedMs));
  return `the sidecar has watched its disks for ${formatDuration(Math.round(watchedMs))}: growth is known after ${formatDuration(ENOUGH_MS)}`;
}

/** Puts nodes together with their racks and datacenters. */
export function capacityAnswer(nodes: readonly NodeCapacity[]): CapacityAnswer {
  const rackOf = ({ datacenter, rack }: NodeCapacity): string => JSON.stringify([datacenter ?? '?', rack ?? '?']);
  const racks = groups(nodes, rackOf).map((own) => groupOf(own, own[0]?.rack ?? '?'));
  const datacenters = groups(nodes, ({ datacenter }) => datacenter ?? '?').map((own) => groupOf(own, null));
  return { nodes, racks, datacenters };
}

/** In order of their keys. */
function groups(nodes: readonly NodeCapacity[], keyOf: (node: NodeCapacity) => string): readonly (readonly NodeCapacity[])[] {
  const byKey = new Map<string, NodeCapacity[]>();
  for (const node of nodes) byKey.set(keyOf(node), [...(byKey.get(keyOf(node)) ?? []), node]);
  return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own);
}

function groupOf(nodes: readonly NodeCapacity[], rack: string | null): CapacityGroup {
  const disks = nodes.flatMap((node) => node.disks ?? []);
  const days = disks.flatMap((disk) => disk.daysUntilFull ?? []);
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
  return {
    datacenter: nodes[0]?.datacenter ?? '?',
    rack,
    nodes: nodes.length,
    measuredNodes: nodes.filter((node) => node.disks !== null).length,
    loadBytes: sum(nodes.map(({ loadBytes }) => loadBytes ?? 0)),
    totalBytes: sum(disks.map(({ totalBytes }) => totalBytes)),
    availableBytes: sum(disks.map(({ availableBytes }) => availableBytes)),
    owns: sum(nodes.map(({ owns }) => owns ?? 0)),
    daysUntilFull: days.length === 0 ? null : Math.min(...days),
  };
}
