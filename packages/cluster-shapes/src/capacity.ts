import { flag, listOf, number, object, orNull, type Schema, text } from '@ringside/route-kit';
import { count } from './count.ts';

/** A file system that holds data of a node. */
export interface DiskCapacity {
  /** Data directories on it. */
  readonly directories: readonly string[];
  /** Bytes it has in all. */
  readonly totalBytes: number;
  /** Bytes that can still be written. */
  readonly availableBytes: number;
  /** By how much what is used grows, as the sidecar has seen it; negative where it shrinks, null before the sidecar has seen enough. */
  readonly growthBytesPerDay: number | null;
  /** For how long the sidecar has watched it. */
  readonly observedMs: number;
  /** Days until it is full if it goes on like that; null where it does not grow, or that is not known yet. */
  readonly daysUntilFull: number | null;
}

/** How much a node holds, and how much it could. */
export interface NodeCapacity {
  /** `address:port`. */
  readonly endpoint: string;
  /** Null if gossip does not tell. */
  readonly datacenter: string | null;
  /** Null if gossip does not tell. */
  readonly rack: string | null;
  /** As the verdict on it says. */
  readonly isUp: boolean;
  /** Bytes of its SSTables; null if not known. */
  readonly loadBytes: number | null;
  /** How many tokens it has. */
  readonly tokens: number;
  /** Fraction of the ring it is the primary replica of (0…1); null if it has no tokens. */
  readonly owns: number | null;
  /** The file systems of its data directories; null where its sidecar did not tell. */
  readonly disks: readonly DiskCapacity[] | null;
  /** Why its disks are not known, or their growth not yet; null where all is known. */
  readonly reason: string | null;
}

/** The nodes of a datacenter, or of one of its racks, in sum. */
export interface CapacityGroup {
  /** `?` if gossip does not tell. */
  readonly datacenter: string;
  /** Null for the whole datacenter. */
  readonly rack: string | null;
  /** How many nodes it has. */
  readonly nodes: number;
  /** How many of those told of their disks: the bytes of disks are theirs. */
  readonly measuredNodes: number;
  /** Bytes of SSTables, of the nodes that tell. */
  readonly loadBytes: number;
  /** Bytes of disks. */
  readonly totalBytes: number;
  /** Bytes of disks that can still be written. */
  readonly availableBytes: number;
  /** Fraction of the ring (0…1) that its nodes are primary replicas of. */
  readonly owns: number;
  /** Days until its first disk is full; null where none grows, or that is not known yet. */
  readonly daysUntilFull: number | null;
}

/** How much a cluster holds, and how much it could. */
export interface CapacityAnswer {
  /** In order of datacenter, rack and address. */
  readonly nodes: readonly NodeCapacity[];
  /** Each rack, in order. */
  readonly racks: readonly CapacityGroup[];
  /** Each datacenter, in order. */
  readonly datacenters: readonly CapacityGroup[];
}

const days = orNull(number({ minimum: 0 }));

const disk = object({
  directories: listOf(text()),
  totalBytes: count,
  availableBytes: count,
  growthBytesPerDay: orNull(number()),
  observedMs: number({ minimum: 0 }),
  daysUntilFull: days,
});

const owned = number({ minimum: 0 });

const node = object({
  endpoint: text(),
  datacenter: orNull(text()),
  rack: orNull(text()),
  isUp: flag(),
  loadBytes: orNull(number({ minimum: 0 })),
  tokens: count,
  owns: orNull(owned),
  disks: orNull(listOf(disk)),
  reason: orNull(text()),
});

const group = object({
  datacenter: text(),
  rack: orNull(text()),
  nodes: count,
  measuredNodes: count,
  loadBytes: number({ minimum: 0 }),
  totalBytes: count,
  availableBytes: count,
  owns: owned,
  daysUntilFull: days,
});

/** Schema of {@link CapacityAnswer}. */
export const capacityAnswer: Schema<CapacityAnswer> = object({ nodes: listOf(node), racks: listOf(group), datacenters: listOf(group) });
