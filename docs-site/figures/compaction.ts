import {
  type CompactionFigures,
  type CompactionStrategy,
  leveled,
  makeFlushes,
  simulateCompaction,
  sizeTiered,
  timeWindow,
  unified,
  type Workload,
} from '@ringside/storage-model';
import { cited, type Figures, table } from './figure.ts';

const MIB = 1024 * 1024;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ROWS = 100;
const FLUSHES = 75;
const TTL_FLUSHES = 240;
const OVERWRITTEN_KEYS = 2000;
const HEAD = [
  'strategy',
  'written for each byte flushed',
  'disk now for each live byte',
  'disk at the worst moment',
  'SSTables with a version of a row',
];

/** Each by its name on the page; a strategy remembers what it did, so every run has one of its own. */
const strategies = {
  'size-tiered': () => sizeTiered(),
  leveled: () => leveled(),
  'time window': () => timeWindow(),
  'unified, T4': () => unified(),
  'unified, L10': () => unified({ scalingParameters: ['L10'] }),
} as const satisfies Record<string, () => CompactionStrategy>;

type Name = keyof typeof strategies;

function outcome(name: Name, workload: Workload, keys: number, gcGraceMs?: number): CompactionFigures {
  const model = { keys, rowBytes: MIB, ...(gcGraceMs === undefined ? {} : { gcGraceMs }) };
  const steps = simulateCompaction({ strategy: strategies[name](), table: model, flushes: makeFlushes(workload, model) });
  const last = steps.at(-1);
  if (last === undefined) throw new Error('The simulation did nothing');
  return last.figures;
}

function row(name: Name, workload: Workload, keys: number, gcGraceMs?: number): readonly string[] {
  const { writeAmplification, spaceAmplification, peakBytes, liveBytes, holding } = outcome(name, workload, keys, gcGraceMs);
  const worst = `${(peakBytes / liveBytes).toFixed(1)} ×`;
  return [name, `${writeAmplification.toFixed(1)} ×`, `${spaceAmplification.toFixed(1)} ×`, worst, holding.mean.toFixed(1)];
}

const insert: Workload = { pattern: 'insert', flushes: FLUSHES, rowsPerFlush: ROWS, intervalMs: HOUR_MS };
const overwrite: Workload = { ...insert, pattern: 'overwrite' };
const expire: Workload = { ...insert, flushes: TTL_FLUSHES, ttlMs: DAY_MS };

/** Figures of "Compaction strategies": what the model of `@ringside/storage-model` makes of three streams of writes. */
export const figures: Figures = {
  insert: table(
    HEAD,
    (['size-tiered', 'leveled', 'unified, T4', 'unified, L10'] as const).map((name) => row(name, insert, FLUSHES * ROWS)),
  ),
  overwrite: table(
    HEAD,
    (['size-tiered', 'leveled', 'unified, T4', 'unified, L10'] as const).map((name) => row(name, overwrite, OVERWRITTEN_KEYS)),
  ),
  expire: table(
    HEAD,
    (['size-tiered', 'leveled', 'time window', 'unified, T4', 'unified, L10'] as const).map((name) =>
      row(name, expire, TTL_FLUSHES * ROWS, HOUR_MS),
    ),
  ),
  flushes: `${FLUSHES} flushes`,
  'flush-size': `${ROWS} MiB`,
  'overwritten-size': `${OVERWRITTEN_KEYS} MiB`,
  'expire-flushes': `${TTL_FLUSHES} flushes`,
  'lcs-size': cited('160 MiB', 'LeveledCompactionStrategy of Cassandra 5.0, sstable_size_in_mb'),
  'lcs-fanout': cited('ten times', 'LeveledCompactionStrategy of Cassandra 5.0, fanout_size'),
  'ucs-size': cited('1 GiB', 'unified/Controller of Cassandra 5.0, target_sstable_size'),
  'tombstone-interval': cited('a day', 'AbstractCompactionStrategy of Cassandra 5.0, DEFAULT_TOMBSTONE_COMPACTION_INTERVAL 86400'),
  'tombstone-threshold': cited('a fifth', 'AbstractCompactionStrategy of Cassandra 5.0, DEFAULT_TOMBSTONE_THRESHOLD 0.2'),
};
