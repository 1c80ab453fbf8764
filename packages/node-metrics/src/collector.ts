import { type Clock, deadlineIn, type Logger, silentLogger, systemClock, withDeadline } from '@ringside/core';
import { type Collection, type Family, parsePattern, type SeriesFilter, wantedSeries, type WantsSeries } from '@ringside/metrics';
import { aboutFamilies } from './about.ts';
import { catalogue } from './catalogue/catalogue.ts';
import type { CatalogueRow, CollectionGroup } from './catalogue/row.ts';
import { createGroup, type GroupCollector, type MetricsNode } from './collect/group.ts';
import type { CollectSettings } from './collect/settings.ts';

/** What {@link createCollector} takes. */
export interface CollectorOptions {
  /** What every series of it is labelled with, such as `127.0.0.1:9042`. */
  readonly node: string;
  /** The node. It is not asked before somebody collects. */
  readonly source: MetricsNode;
  /** How metrics are collected. */
  readonly settings: CollectSettings;
  /** What is collected; all that {@link settings} choose of the catalogue by default. */
  readonly rows?: readonly CatalogueRow[] | undefined;
  /** Default: the machine's. */
  readonly clock?: Clock | undefined;
  /** Told at debug what failed. Default: says nothing. */
  readonly logger?: Logger | undefined;
}

/** Collects the metrics of one node, for everybody who reads them. */
export interface Collector {
  /**
   * The node's metrics. What is older than its cadence is read first, once for everybody who asks meanwhile; after the budget what is there is given,
   * and the reading goes on. A node that does not answer has no values before long, and is no error.
   *
   * @throws what `abortError()` says when the signal aborts: that caller waits no longer, the others do
   */
  collect(options?: { readonly signal?: AbortSignal | undefined }): Promise<Collection>;
  /** Gives up what is being read. Nothing is read after that. */
  close(): void;
}

/** In the order in which the cap lets them through: tables are what there may be too many of, and get what the others leave. */
const GROUPS: readonly CollectionGroup[] = ['requests', 'node', 'tables'];

/** Values are told until they are this many times as old as their cadence, and for a minute at least. */
const CADENCES_KEPT = 4;
const KEPT_MS = 60_000;

/** Makes a {@link Collector}. @throws OpsError `METRIC_PATTERN_INVALID` */
export function createCollector({
  node,
  source,
  settings,
  rows: all = catalogue,
  clock = systemClock,
  logger = silentLogger,
}: CollectorOptions): Collector {
  const closing = new AbortController();
  const { rows, wants } = selection(all, settings);
  const common = { rows, node, wants, source, clock, logger, signal: closing.signal };
  const groups: GroupCollector[] = [];
  for (const group of GROUPS.filter((each) => all === catalogue || rows.some((row) => row.group === each)))
    groups.push(
      createGroup({ ...common, group, cadenceMs: settings.cadenceMs[group], maxSeries: settings.maxSeries, before: [...groups] }),
    );
  return {
    async collect({ signal } = {}) {
      const running = groups.flatMap((group) => group.refresh() ?? []);
      const bounds = { signal, deadline: deadlineIn(clock, settings.budgetMs) };
      const late = new Error('The budget is over');
      await withDeadline(bounds, { what: 'Collecting metrics', late: () => late }, async () => Promise.all(running)).catch(
        (error: unknown) => {
          if (error !== late) throw error;
        },
      );
      return collectionOf(node, groups, settings, clock.nowMs());
    },
    close: () => closing.abort(),
  };
}

function selection(
  all: readonly CatalogueRow[],
  { include, exclude }: CollectSettings,
): Pick<Parameters<typeof createGroup>[0], 'rows' | 'wants'> {
  const more: SeriesFilter = { include: include.map(parsePattern), exclude: exclude.map(parsePattern) };
  const curated: SeriesFilter = { include: [], exclude: more.exclude };
  const wanted = new Map<CatalogueRow, WantsSeries>();
  for (const row of all) {
    if (!row.curated && include.length === 0) continue;
    const wants = wantedSeries(row.definition, row.curated ? curated : more);
    if (wants !== undefined) wanted.set(row, wants);
  }
  return { rows: [...wanted.keys()], wants: (row, labelValues) => wanted.get(row)?.(labelValues) === true };
}

function collectionOf(node: string, groups: readonly GroupCollector[], { cadenceMs }: CollectSettings, nowMs: number): Collection {
  const fresh = groups.flatMap(({ group, last }): readonly Family[] => {
    const keptMs = Math.max(KEPT_MS, CADENCES_KEPT * cadenceMs[group]);
    return last === undefined || nowMs - last.observedAtMs > keptMs ? [] : last.families;
  });
  const leftOut = new Map(groups.flatMap(({ last }) => [...(last?.leftOut ?? [])]));
  return { families: [...fresh, ...aboutFamilies(node, groups, nowMs)], observedAtMs: nowMs, leftOut };
}
