import { type Clock, deadlineIn, type Logger, withDeadline } from '@ringside/core';
import type { Family } from '@ringside/metrics';
import { type MetricId, type NodeControl, nodeControlErrors } from '@ringside/node-control';
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
  /** How many time series its plan makes; none before the first. */
  readonly timeSeries: number;
  /** Settles when what there is was planned for the first time, or could not be. Never before the first {@link refresh}. */
  readonly firstPlan: Promise<void>;
  /** The reading that goes on, or a new one if the last is too old; undefined where neither is so. Never rejects. */
  refresh(): Promise<void> | undefined;
}

/** What {@link createGroup} takes. */
export interface GroupOptions extends Pick<PlanOptions, 'rows' | 'node' | 'wants'> {
  readonly group: CollectionGroup;
  /** How many time series of the node there may be. */
  readonly maxSeries: number;
  /** The groups that take theirs first: this one has what they leave. They are refreshed before it. */
  readonly before: readonly GroupCollector[];
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

/** What the rounds of a group tell of its plans. */
interface Planning {
  timeSeries: number;
  readonly firstPlan: Promise<void>;
  readonly tellFirst: () => void;
}

function createPlanning(): Planning {
  let tellFirst = (): void => undefined;
  const firstPlan = new Promise<void>((resolve) => (tellFirst = resolve));
  return { timeSeries: 0, firstPlan, tellFirst: () => tellFirst() };
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
  const planning = createPlanning();
  const round = createRounds(options, planning);
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
      planning.tellFirst();
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
    get timeSeries() {
      return planning.timeSeries;
    },
    firstPlan: planning.firstPlan,
    refresh: () => {
      if (state.running === undefined && clock.monotonicMs() >= state.dueMs && !signal.aborted) state.running = run();
      return state.running;
    },
  };
}

/** Rounds of readings: each by the plan of the one before, unless the schema or what the cap leaves changed, or something was missing. */
function createRounds(options: GroupOptions, planning: Planning): (signal: AbortSignal) => Promise<Omit<GroupReading, 'tookMs'>> {
  const { source, group, clock } = options;
  let planned: Planned | undefined;
  return async (signal) => {
    const schemaVersion = group === 'tables' ? await schemaVersionOf(source, signal) : null;
    const maxSeries = await leftBy(options.before, options.maxSeries);
    const fits =
      planned?.schemaVersion === schemaVersion &&
      planned.plan.timeSeries <= maxSeries &&
      clock.monotonicMs() - planned.plannedAtMs < FIND_AGAIN_MS[group];
    const current = fits && planned !== undefined ? planned : await planAnew({ ...options, maxSeries }, schemaVersion, signal);
    planned = current;
    planning.timeSeries = current.plan.timeSeries;
    planning.tellFirst();
    const observedAtMs = clock.nowMs();
    const { families, missing } = await current.reader.read({ signal });
    // What is missing at first is not in this version of Cassandra; what is missing later was dropped, and something else may have come.
    if (missing.length > 0 && fits) planned = undefined;
    else current.reader.drop(missing);
    return { families, observedAtMs, leftOut: current.plan.leftOut };
  };
}

/** Null where only the management interface could tell and none is configured: then tables are looked for again when it is time. */
async function schemaVersionOf(source: MetricsNode, signal: AbortSignal): Promise<string | null> {
  try {
    return (await source.status({ signal })).schemaVersion;
  } catch (error) {
    if (nodeControlErrors.NODE_CONTROL_ABSENT.is(error)) return null;
    throw error;
  }
}

/** What others leave of the cap, as soon as they know what they take. */
async function leftBy(before: readonly GroupCollector[], maxSeries: number): Promise<number> {
  await Promise.all(before.map(({ firstPlan }) => firstPlan));
  return Math.max(
    0,
    before.reduce((left, { timeSeries }) => left - timeSeries, maxSeries),
  );
}

async function planAnew(options: GroupOptions, schemaVersion: string | null, signal: AbortSignal): Promise<Planned> {
  const { source, clock } = options;
  const rows: readonly CatalogueRow[] = options.rows.filter(({ group }) => group === options.group);
  const wanted = toFind(rows);
  const found: readonly MetricId[] = wanted.length === 0 ? [] : await source.findMetrics(wanted, { signal });
  const plan = planSeries({ ...options, rows, found });
  return { plan, reader: createReader(source, plan, () => clock.nowMs()), schemaVersion, plannedAtMs: clock.monotonicMs() };
}
