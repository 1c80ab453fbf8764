import type { Family, MetricDefinition } from '@ringside/metrics';
import type { NodeRecord, Timed } from './record.ts';

const DISK_SIZE: MetricDefinition = {
  name: 'ringside_data_disk_size_bytes',
  kind: 'gauge',
  unit: 'bytes',
  help: 'Size of a file system that holds data of the node.',
  labels: ['node', 'directory'],
  source: 'the file system',
};
const DISK_AVAILABLE: MetricDefinition = {
  ...DISK_SIZE,
  name: 'ringside_data_disk_available_bytes',
  help: 'What can still be written to a file system that holds data of the node.',
};
const REPAIR_AGE: MetricDefinition = {
  name: 'ringside_repair_age_seconds',
  kind: 'gauge',
  unit: 'seconds',
  help: 'How long ago all ranges of the node were repaired, of the table of the keyspace for which that is most urgent; of one that never was, how old it is at least. Looked at once an hour.',
  labels: ['node', 'keyspace'],
  source: 'system_distributed.parent_repair_history',
};
const REPAIR_GRACE: MetricDefinition = {
  ...REPAIR_AGE,
  name: 'ringside_repair_age_ratio',
  unit: 'ratio',
  help: 'The same age in parts of the table’s gc_grace_seconds: above 1, deleted rows may return.',
};

/** What a sidecar tells of its records: how much room disks have, and how old repairs are. */
export const recordMetrics: readonly MetricDefinition[] = [DISK_SIZE, DISK_AVAILABLE, REPAIR_AGE, REPAIR_GRACE];

/** A node, and what is kept of it. */
export interface RecordedNode {
  /** What its series are labelled with. */
  readonly node: string;
  /** Its record. */
  readonly record: Pick<NodeRecord, 'diskRoom' | 'repairs'>;
}

/** The same, measured. What cannot be measured has no series: waits for disks as long as that measuring may take. */
export async function recordFamilies(nodes: readonly RecordedNode[]): Promise<readonly Family[]> {
  const told = await Promise.all(nodes.map((each) => tell(each)));
  return told.flat();
}

async function tell({ node, record }: RecordedNode): Promise<readonly Family[]> {
  const room = await record.diskRoom().catch(() => undefined);
  return [
    family(DISK_SIZE, room, ({ directories: [directory = ''], totalBytes }) => ({ labelValues: [node, directory], value: totalBytes })),
    family(DISK_AVAILABLE, room, ({ directories: [directory = ''], availableBytes }) => ({
      labelValues: [node, directory],
      value: availableBytes,
    })),
    family(REPAIR_AGE, record.repairs, ({ keyspace, ageMs }) => ({ labelValues: [node, keyspace], value: ageMs / 1_000 })),
    family(REPAIR_GRACE, record.repairs, ({ keyspace, graceRatio }) => ({ labelValues: [node, keyspace], value: graceRatio })),
  ].flat();
}

/** None before anything was read. */
function family<Item>(
  definition: MetricDefinition,
  from: Timed<readonly Item[]> | undefined,
  seriesOf: (item: Item) => Family['series'][number],
): readonly Family[] {
  if (from === undefined || from.read.length === 0) return [];
  return [{ definition, observedAtMs: from.observedAtMs, series: from.read.map((item) => seriesOf(item)) }];
}
