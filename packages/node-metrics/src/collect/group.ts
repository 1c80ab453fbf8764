import { type Clock, deadlineIn, type Logger, withDeadline } from '@ringside/core';
import type { Family } from '@ringside/metrics';
import type { MetricId, NodeControl } from '@ringside/node-control';
import type { CatalogueRow, CollectionGroup } from '../catalogue/row.ts';
import { type Plan, planSeries, type PlanOptions, toFind } from './plan.ts';
import { createReader, type Reader } from './round.ts';

/** What metrics are collected from: a node in the role that has them, and its status, of which the version of the schema is used. */
export type MetricsNode = Pick<NodeControl, 'findMetrics' | 'readMetrics' | 'status'>;

/** What one group brought last. */
export interface GroupReading {
  readonly families: readonly Family[];
  /** When it was read, in milliseconds since 1970. */
  readonly observedAtMs: number;
  /** How long that took. */
  readonly tookMs: number;
  readonly leftOut: Plan['leftOut'];
}

/** One group of one node. */
export interface GroupCollector {
  readonly group: CollectionGroup;
  /** What was read last; undefined before the first time. */
  readonly last: GroupReading | undefined;
  /** Readings that failed so far. */
  readonly failures: number;
  /** The reading that goes on, or a new one if the last is too old; undefined where neither is so. Never rejects. */
  refresh(): Promise<void> | undefined;
}

/** What {@link createGroup} takes. */
export interface GroupOptions extends Pick<PlanOptions, 'rows' | 'node' | 'wants' | 'maxSeries'> {
  readonly group: CollectionGroup;
  readonly source: MetricsNode;
  readonly cadenceMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends what goes on. */
  readonly signal: AbortSignal;
}

/**
 * What exists is looked for again after this time, though nothing tells that it changed: peers and pools come without a word. Of tables the version of
 * the schema tells.
 */
const FIND_AGAIN_MS: Readonly<Record<CollectionGroup, number>> = { requests: 120_000, node: 120_000, tables: 600_000 };

/** A reading that takes longer is given up: the node is asked again the next time. */
const ROUND_LIMIT_MS = 60_000;

interface Planned {
  readonly plan: Plan;
  readonly reader: Reader;
  readonly schemaVersion: string | null;
  readonly plannedAtMs: number;
}

/** Collects one group: one reading at a time, whoever asks and how often. Nothing is read while nobody asks. */
export function createGroup(options: GroupOptions): GroupCollector {
  const { group, cadenceMs, clock, logger, signal } = options;
  const state: { last: GroupReading | undefined; failures: number; running: Promise<void> | undefined; dueMs: number } = {
    last: undefined,
    failures: 0,
    running: undefined,
    dueMs: -Infinity,
  };
  const round = createRounds(options);
  const run = async (): Promise<void> => {
    const startedMs = clock.monotonicMs();
    state.dueMs = startedMs + cadenceMs;
    try {
      const bounds = { signal, deadline: deadlineIn(clock, ROUND_LIMIT_MS) };
      const reading = await withDeadline(bounds, { what: `Reading the metrics of ${options.node}` }, round);
      state.last = { ...reading, tookMs: clock.monotonicMs() - startedMs };
    } catch (error) {
      state.failures += 1;
      logger.debug('metrics were not read', { node: options.node, group, error });
    } finally {
      state.running = undefined;
    }
  };
  return {
    group,
    get last() {
      return state.last;
    },
    get failures() {
      return state.failures;
    },
    refresh: () => {
      if (state.running === undefined && clock.monotonicMs() >= state.dueMs && !signal.aborted) state.running = run();
      return state.running;
    },
  };
}

/** Rounds of readings: each by the plan of the one before, unless the schema changed or something was missing. */
function createRounds(options: GroupOptions): (signal: AbortSignal) => Promise<Omit<GroupReading, 'tookMs'>> {
  const { source, group, clock } = options;
  let planned: Planned | undefined;
  return async (signal) => {
    const schemaVersion = group === 'tables' ? (await source.status({ signal })).schemaVersion : null;
    const fits = planned?.schemaVersion === schemaVersion && clock.monotonicMs() - planned.plannedAtMs < FIND_AGAIN_MS[group];
    const current = fits && planned !== undefined ? planned : await planAnew(options, schemaVersion, signal);
    planned = current;
    const observedAtMs = clock.nowMs();
    const { families, missing } = await current.reader.read({ signal });
    // What is missing at first is not in this version of Cassandra; what is missing later was dropped, and something else may have come.
    if (missing.length > 0 && fits) planned = undefined;
    else current.reader.drop(missing);
    return { families, observedAtMs, leftOut: current.plan.leftOut };
  };
}

async function planAnew(options: GroupOptions, schemaVersion: string | null, signal: AbortSignal): Promise<Planned> {
  const { source, clock } = options;
  const rows: readonly CatalogueRow[] = options.rows.filter(({ group }) => group === options.group);
  const wanted = toFind(rows);
  const found: readonly MetricId[] = wanted.length === 0 ? [] : await source.findMetrics(wanted, { signal });
  const plan = planSeries({ ...options, rows, found });
  return { plan, reader: createReader(source, plan, () => clock.nowMs()), schemaVersion, plannedAtMs: clock.monotonicMs() };
}
