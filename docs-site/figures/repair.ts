import {
  defaultRepairSessionSpaceMiB,
  deepestTreeWithin,
  HASH_BYTES,
  MAX_TREE_DEPTH,
  treeDepth,
  treeMemory,
} from '@ringside/storage-model';
import { cited, type Figures, table } from './figure.ts';

const HEAP_BYTES = 8 * 2 ** 30;
const REPLICAS = 3;
const DIFFERING = 1000;
const sessionSpaceMiB = defaultRepairSessionSpaceMiB(HEAP_BYTES);

/** Partitions that are sent for each one that differs, when those that differ lie anywhere: every leaf with one of them goes as a whole. */
function overStreaming(partitions: number, depth: number): number {
  const leaves = 2 ** depth;
  const different = 1 - (1 - 1 / leaves) ** DIFFERING;
  return (DIFFERING + (partitions - DIFFERING) * different) / DIFFERING;
}

const rows = [1e5, 1e6, 1e7, 1e8, 1e9].map((partitions) => {
  const depth = treeDepth({ partitions, sessionSpaceMiB, replicas: REPLICAS });
  return [
    partitions.toLocaleString('en'),
    String(depth),
    Math.max(1, Math.round(partitions / 2 ** depth)).toLocaleString('en'),
    `${Math.round(overStreaming(partitions, depth)).toLocaleString('en')} ×`,
    `${(treeMemory(depth).heapBytes / 2 ** 20).toFixed(1)} MiB`,
  ];
});

/** Figures of "Repair and Merkle trees". */
export const figures: Figures = {
  'gc-grace': cited('ten days', 'Cassandra 5.0 TableParams.java, gc_grace_seconds 864000'),
  'session-timeout': cited('a day', 'Cassandra 5.0 CassandraRelevantProperties.java, cassandra.repair_fail_timeout_seconds'),
  'hash-size': `${HASH_BYTES} bytes`,
  'max-depth': String(deepestTreeWithin((sessionSpaceMiB * 2 ** 20) / REPLICAS)),
  'depth-limit': String(MAX_TREE_DEPTH),
  'session-space': `${sessionSpaceMiB} MiB`,
  heap: `${HEAP_BYTES / 2 ** 30} GiB`,
  differing: `${DIFFERING.toLocaleString('en')} partitions`,
  trees: table(['partitions in the range', 'depth', 'partitions a leaf', 'sent for each that differs', 'one tree'], rows),
};
