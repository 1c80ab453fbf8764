import { layOutLanes, type SSTableLane } from '@ringside/diagrams';
import { formatBytes } from '@ringside/core';
import {
  type CompactionFigures,
  type CompactionStep,
  type CompactionStrategy,
  leveled,
  makeFlushes,
  type ModelTable,
  simulateCompaction,
  sizeTiered,
  STRATEGY_NAMES,
  type StrategyName,
  timeWindow,
  unified,
} from '@ringside/storage-model';
import type { CompactionState, Scaling, Writes } from './state';

const MIB = 2 ** 20;
const HOUR_MS = 3_600_000;
const FLUSHES = 28;
const ROWS_A_FLUSH = 16;
const TABLE: ModelTable = { keys: FLUSHES * ROWS_A_FLUSH, rowBytes: 4 * MIB, gcGraceMs: HOUR_MS };
const UPDATED: ModelTable = { ...TABLE, keys: 4 * ROWS_A_FLUSH };

/** The size of one flush. */
export const FLUSH_BYTES: number = ROWS_A_FLUSH * TABLE.rowBytes;

/** What follows from a state. */
export interface CompactionModel {
  /** The last event so far; none before the first flush. */
  readonly event: CompactionStep | undefined;
  /** Which it is, and of how many. */
  readonly at: number;
  readonly events: number;
  readonly flushes: number;
  readonly lanes: readonly SSTableLane[];
  /** The height of the highest drawing of all events. */
  readonly minHeight: number;
  /** What every strategy has cost once all is written. */
  readonly ends: readonly { readonly strategy: StrategyName; readonly figures: CompactionFigures }[];
}

/** The table after the events so far, and what every strategy comes to with the same writes. */
export function model({ strategy, writes, scaling, step }: CompactionState): CompactionModel {
  const run = runOf(strategy, writes, scaling);
  const at = Math.min(step, run.steps.length);
  const event = run.steps[at - 1];
  return {
    event,
    at,
    events: run.steps.length,
    flushes: run.steps.slice(0, at).filter(({ kind }) => kind === 'flush').length,
    lanes: event === undefined ? [] : lanesOf(event, run.table),
    minHeight: run.minHeight,
    ends: STRATEGY_NAMES.flatMap((name) => {
      const figures = runOf(name, writes, scaling).steps.at(-1)?.figures;
      return figures === undefined ? [] : [{ strategy: name, figures }];
    }),
  };
}

interface Run {
  readonly table: ModelTable;
  readonly steps: readonly CompactionStep[];
  readonly minHeight: number;
}

const runs = new Map<string, Run>();

/** A simulation, kept once it is made: the same choice always gives the same. */
function runOf(strategy: StrategyName, writes: Writes, scaling: Scaling): Run {
  const key = `${strategy} ${writes} ${strategy === 'ucs' ? scaling : ''}`;
  const run = runs.get(key) ?? makeRun(strategy, writes, scaling);
  runs.set(key, run);
  return run;
}

function makeRun(strategy: StrategyName, writes: Writes, scaling: Scaling): Run {
  const table = writes === 'updates' ? UPDATED : TABLE;
  const pattern = writes === 'updates' ? 'overwrite' : 'insert';
  const workload = { pattern, flushes: FLUSHES, rowsPerFlush: ROWS_A_FLUSH, intervalMs: HOUR_MS } as const;
  const flushes = makeFlushes(writes === 'expiring rows' ? { ...workload, ttlMs: 12 * HOUR_MS } : workload, table);
  const steps = simulateCompaction({ strategy: makeStrategy(strategy, scaling), table, flushes });
  const heights = steps.map((event) => layOutLanes(lanesOf(event, table), FLUSH_BYTES).height);
  return { table, steps, minHeight: Math.max(...heights) };
}

/** Small SSTables and narrow windows, so that little data reaches several levels. */
function makeStrategy(strategy: StrategyName, scaling: Scaling): CompactionStrategy {
  if (strategy === 'stcs') return sizeTiered();
  if (strategy === 'lcs') return leveled({ sstableBytes: FLUSH_BYTES, fanout: 4 });
  if (strategy === 'twcs') return timeWindow({ windowMs: 6 * HOUR_MS });
  return unified({ scalingParameters: [scaling], targetSSTableBytes: FLUSH_BYTES, minSSTableBytes: FLUSH_BYTES });
}

function lanesOf({ groups, added }: CompactionStep, { keys }: ModelTable): readonly SSTableLane[] {
  const written = new Set(added);
  return groups.map(({ name, sstables }) => ({
    name,
    sstables: sstables.map((sstable) => ({
      id: sstable.id,
      sizeBytes: sstable.sizeBytes,
      text: formatBytes(sstable.sizeBytes),
      from: sstable.firstKey / keys,
      to: (sstable.lastKey + 1) / keys,
      isNew: written.has(sstable),
    })),
  }));
}
