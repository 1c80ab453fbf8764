import type { Scrape, ScrapedSeries } from './scrape.ts';

/** Which series are meant, by their labels. */
export type Where = (labels: Readonly<Record<string, string>>) => boolean;

/** What is read together: what clients feel, the rest of the node, its tables. */
export type Group = 'requests' | 'node' | 'tables';

/** What happened on a node between an older reading and the newest; since it started where there is none. */
export interface Between {
  /** Over how long, in seconds. */
  readonly seconds: number;
  /** How much counters grew, those that fit added. */
  readonly grown: (name: string, where: Where) => number;
  /** The quantile of a histogram's growth, those that fit added: at most so much; undefined where nothing was counted. */
  readonly quantile: (name: string, q: number, where: Where) => number | undefined;
}

/** Readings that are nearer to one another say too little. */
const LEAST_SECONDS = 0.5;

/** When a group of a node was read, in milliseconds since 1970; undefined where it was not. */
function readAtMs({ atMs, series }: Scrape, node: string, group: Group): number | undefined {
  const age = series.get('ringside_node_metrics_age_seconds')?.find(({ labels }) => labels['node'] === node && labels['group'] === group);
  return age && atMs - age.value * 1_000;
}

function startOf({ series }: Scrape, node: string): number | undefined {
  return series.get('cassandra_jvm_start_time_seconds')?.find(({ labels }) => labels['node'] === node)?.value;
}

/**
 * What happened on a node up to the newest scrape: since the newest of the older ones that has another reading of the group, in the same life of the node.
 *
 * @param older the newest first
 * @returns undefined where the node told nothing, or nobody knows when it started
 */
export function between(newest: Scrape, older: readonly Scrape[], node: string, group: Group): Between | undefined {
  const [nowMs, started] = [readAtMs(newest, node, group), startOf(newest, node)];
  if (nowMs === undefined) return undefined;
  const base = older.find((each) => {
    const atMs = readAtMs(each, node, group);
    return atMs !== undefined && nowMs - atMs >= LEAST_SECONDS * 1_000 && startOf(each, node) === started;
  });
  const sinceMs = base === undefined ? started && started * 1_000 : readAtMs(base, node, group);
  if (sinceMs === undefined) return undefined;
  const fitting = (scrape: Scrape | undefined, name: string, where: Where): readonly ScrapedSeries[] =>
    (scrape?.series.get(name) ?? []).filter(({ labels }) => labels['node'] === node && where(labels));
  const sum = (scrape: Scrape | undefined, name: string, where: Where): number =>
    fitting(scrape, name, where).reduce((all, { value }) => all + value, 0);
  const grown: Between['grown'] = (name, where) => Math.max(0, sum(newest, name, where) - sum(base, name, where));
  return {
    seconds: Math.max(LEAST_SECONDS, (nowMs - sinceMs) / 1_000),
    grown,
    quantile: (name, q, where) => {
      const bounds = new Set(fitting(newest, `${name}_bucket`, where).map(({ labels }) => labels['le'] ?? ''));
      const cumulated = Array.from(bounds, (le) => ({
        bound: le === '+Inf' ? Infinity : Number(le),
        count: grown(`${name}_bucket`, (labels) => labels['le'] === le && where(labels)),
      })).toSorted((a, b) => a.bound - b.bound);
      const total = cumulated.at(-1)?.count ?? 0;
      return total === 0 ? undefined : cumulated.find(({ count }) => count >= q * total)?.bound;
    },
  };
}

/** Values of a gauge now, those that fit added; undefined where there are none. */
export function valueNow({ series }: Scrape, name: string, node: string, where: Where = () => true): number | undefined {
  const own = (series.get(name) ?? []).filter(({ labels }) => labels['node'] === node && where(labels));
  return own.length === 0 ? undefined : own.reduce((all, { value }) => all + value, 0);
}
