import { estimatedBuckets, quantile } from '@ringside/metrics';
import type { MetricAnswer, MetricRead } from '@ringside/node-control';
import { numberOf } from '../advice/counters.ts';
import type { JudgedNode, TableOptions } from '../node.ts';

/** What a node tells of a table; null where it does not. */
export interface TableMeasures {
  readonly options: TableOptions;
  readonly liveBytes: number | null;
  readonly sstables: number | null;
  readonly largestPartitionBytes: number | null;
  readonly meanPartitionBytes: number | null;
  readonly reads: number | null;
  readonly writes: number | null;
  readonly pendingCompactions: number | null;
  readonly repairedRatio: number | null;
  readonly tombstonesPerReadP99: number | null;
  readonly sstablesPerReadP99: number | null;
}

/** Tables of a node, as far as they were looked at. */
export interface MeasuredTables {
  /** The largest first. */
  readonly tables: readonly TableMeasures[];
  /** How many smaller ones were not looked at. */
  readonly leftOut: number;
}

/** More are not looked at: each costs the node ten reads. */
const MOST_TABLES = 500;

type Reading = readonly [name: string, reading: MetricRead['reading']];

const DISK: Reading = ['LiveDiskSpaceUsed', 'count'];
const NUMBERS: readonly Reading[] = [
  ['LiveSSTableCount', 'value'],
  ['MaxPartitionSize', 'value'],
  ['MeanPartitionSize', 'value'],
  ['ReadLatency', 'count'],
  ['WriteLatency', 'count'],
  ['PendingCompactions', 'value'],
  ['PercentRepaired', 'value'],
];
const HISTOGRAMS: readonly Reading[] = [
  ['TombstoneScannedHistogram', 'buckets'],
  ['SSTablesPerReadHistogram', 'buckets'],
];

/** Reads what there is to know of some tables: explicit reads, a few for each, and of histograms only of tables that were read. */
export async function measureTables(
  { control }: Pick<JudgedNode, 'control'>,
  options: readonly TableOptions[],
  signal: AbortSignal,
): Promise<MeasuredTables> {
  const read = async (of: readonly TableOptions[], readings: readonly Reading[]): Promise<readonly (readonly MetricAnswer[])[]> => {
    const answers =
      of.length === 0
        ? []
        : await control.readMetrics(
            of.flatMap((each) => readings.map((one) => readOf(each, one))),
            { signal },
          );
    return of.map((_, index) => answers.slice(index * readings.length, (index + 1) * readings.length));
  };
  const sizes = await read(options, [DISK]);
  const largest = options
    .map((each, index) => ({ each, liveBytes: numberOf(sizes[index]?.[0]) }))
    .toSorted((a, b) => (b.liveBytes ?? 0) - (a.liveBytes ?? 0))
    .slice(0, MOST_TABLES);
  const numbers = await read(
    largest.map(({ each }) => each),
    NUMBERS,
  );
  const wereRead = largest.filter((_, index) => (numberOf(numbers[index]?.[3]) ?? 0) > 0).map(({ each }) => each);
  const histograms = await read(wereRead, HISTOGRAMS);
  const quantiles = new Map(wereRead.map((each, index) => [each, histograms[index]?.map((answer) => p99(answer))]));
  const tables = largest.map(({ each, liveBytes }, index) => measuresOf(each, liveBytes, numbers[index] ?? [], quantiles.get(each)));
  return { tables, leftOut: options.length - largest.length };
}

function readOf({ keyspace, table }: TableOptions, [name, reading]: Reading): MetricRead {
  return { group: 'Table', name, keyspace, scope: table, reading };
}

function measuresOf(
  options: TableOptions,
  liveBytes: number | null,
  answers: readonly MetricAnswer[],
  quantiles: readonly (number | null)[] = [],
): TableMeasures {
  const [sstables, largest, mean, reads, writes, pending, repaired] = answers.map((answer) => numberOf(answer));
  const [tombstones, sstablesPerRead] = quantiles;
  return {
    options,
    liveBytes,
    sstables: sstables ?? null,
    largestPartitionBytes: largest ?? null,
    meanPartitionBytes: mean ?? null,
    reads: reads ?? null,
    writes: writes ?? null,
    pendingCompactions: pending ?? null,
    repairedRatio: repaired === null || repaired === undefined ? null : repaired / 100,
    tombstonesPerReadP99: tombstones ?? null,
    sstablesPerReadP99: sstablesPerRead ?? null,
  };
}

/** Histograms with a bucket for zero have one bucket more, which is all that tells them. */
const WITH_ZERO = 166;

/** At most so much in 99 of 100; at least so much where the last bucket has no end. Null where nothing was counted. */
export function p99(answer: MetricAnswer): number | null {
  if (typeof answer !== 'object') return null;
  const range = quantile(estimatedBuckets(answer, { scale: 1, considerZeroes: answer.length === WITH_ZERO }), 0.99);
  if (range === undefined) return null;
  return Number.isFinite(range.atMost) ? range.atMost : range.above;
}
