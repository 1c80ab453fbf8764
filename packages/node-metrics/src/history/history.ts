import { type Clock, type Logger, silentLogger, systemClock } from '@ringside/core';
import type { Family } from '@ringside/metrics';
import type { MetricsNode } from '../collect/group.ts';
import type { CollectSettings } from '../collect/settings.ts';
import { createCollector } from '../collector.ts';
import { historyCatalogue, HISTORY_ROWS, type HistoryUnit, type Step, valueAt } from './series.ts';

/** From one value to the next. */
const STEP_MS = 10_000;
/** An hour. */
const STEPS = 360;

/** The last hour of a node. */
export interface History {
  /** False where none is kept: no metrics of nodes are wanted. */
  readonly isKept: boolean;
  /** From one step to the next, in milliseconds. */
  readonly stepMs: number;
  /** When each step was read, in milliseconds since 1970, the oldest first; none before the second reading. */
  readonly timesMs: readonly number[];
  /** One for each of a fixed set. */
  readonly series: readonly HistorySeries[];
}

/** One series of a {@link History}. */
export interface HistorySeries {
  /** What it is, such as `reads` or `writeP99`. */
  readonly id: string;
  /** What its values are counted in. */
  readonly unit: HistoryUnit;
  /** One for each step; null where it is not known. */
  readonly values: readonly (number | null)[];
}

/** What {@link keepHistory} takes. */
export interface HistoryOptions {
  /** What the node is called in the log, such as `127.0.0.1:9042`. */
  readonly node: string;
  /** The node. It is asked every ten seconds, for the first time after ten. */
  readonly source: MetricsNode;
  /** How metrics are collected: of them the budget and the bound of series count, not what is exposed. */
  readonly settings: CollectSettings;
  /** Default: the machine's. */
  readonly clock?: Clock | undefined;
  /** Told at debug what failed. Default: says nothing. */
  readonly logger?: Logger | undefined;
}

/** Where none is kept. */
export const NO_HISTORY: History = { isKept: false, stepMs: STEP_MS, timesMs: [], series: [] };

/** The history of a node while it is kept. */
export interface KeptHistory {
  /** The last hour as it is known now. */
  read(): History;
  /** Ends the reading. */
  close(): void;
}

/**
 * Begins to keep the last hour of a node: a fixed set of series, each with 360 numbers at most, so some 50 kB in all. It reads by itself, and only what those
 * series need, so that whoever opens a page sees what was before.
 */
export function keepHistory({ node, source, settings, clock = systemClock, logger = silentLogger }: HistoryOptions): KeptHistory {
  const closing = new AbortController();
  const cadenceMs = { requests: STEP_MS / 2, node: STEP_MS / 2, tables: STEP_MS / 2 };
  const own: CollectSettings = { ...settings, cadenceMs, include: [], exclude: [] };
  const collector = createCollector({ node, source, settings: own, rows: historyCatalogue, clock, logger });
  const steps = createSteps();
  void run();
  return {
    read: () => steps.read(),
    close: () => {
      closing.abort();
      collector.close();
    },
  };

  async function run(): Promise<void> {
    let before: Step | undefined;
    for (let dueMs = clock.monotonicMs() + STEP_MS; !closing.signal.aborted; dueMs += STEP_MS) {
      await clock.sleep(Math.max(0, dueMs - clock.monotonicMs()), closing.signal).catch(() => undefined);
      if (closing.signal.aborted) return;
      const timeMs = clock.nowMs();
      const now = await readStep(before);
      if (before !== undefined || now.size > 0) steps.add(timeMs, now, before);
      before = now;
    }
  }

  /** Without what was not read anew: the collector gives what is there when the node is late. */
  async function readStep(before: Step | undefined): Promise<Step> {
    const { families } = await collector.collect({ signal: closing.signal }).catch(() => ({ families: [] as readonly Family[] }));
    const isNew = (family: Family): boolean => family.observedAtMs !== before?.get(family.definition.name)?.observedAtMs;
    return new Map(families.filter((family) => isNew(family)).map((family) => [family.definition.name, family]));
  }
}

/** So many of the newest steps as an hour has. */
function createSteps(): { add(timeMs: number, now: Step, before: Step | undefined): void; read(): History } {
  const times = new Float64Array(STEPS);
  const values = HISTORY_ROWS.map(() => new Float64Array(STEPS));
  let count = 0;
  const inOrder = (numbers: Float64Array): readonly number[] => {
    const first = Math.max(0, count - STEPS);
    return Array.from({ length: count - first }, (_, index) => numbers[(first + index) % STEPS] ?? Number.NaN);
  };
  return {
    add(timeMs, now, before) {
      const at = count % STEPS;
      times[at] = timeMs;
      for (const [index, row] of HISTORY_ROWS.entries()) (values[index] as Float64Array)[at] = valueAt(row, now, before);
      count += 1;
    },
    read: () => ({
      isKept: true,
      stepMs: STEP_MS,
      timesMs: inOrder(times),
      series: HISTORY_ROWS.map(({ id, unit }, index) => ({ id, unit, values: inOrder(values[index] as Float64Array).map(written) })),
    }),
  };
}

/** Four digits are more than a picture shows. */
function written(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : null;
}
