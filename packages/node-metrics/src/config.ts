import { type ConfigTable, type ConfigValue, errors } from '@ringside/core';
import { parsePattern } from '@ringside/metrics';
import type { CollectSettings } from './collect/settings.ts';

/** The keys of whoever exposes metrics of nodes. */
export const metricsConfig: ConfigTable = [
  {
    key: 'metrics.cassandra',
    type: 'boolean',
    default: true,
    doc: 'Whether /metrics tells of the Cassandra nodes too, or only of the sidecar itself.',
  },
  {
    key: 'metrics.requestsInterval',
    type: 'duration',
    default: '5s',
    doc: 'How old the metrics of requests and thread pools may be before a reader of /metrics has them read from the node again.',
  },
  {
    key: 'metrics.nodeInterval',
    type: 'duration',
    default: '15s',
    doc: 'The same for compactions, caches, hints, peers and the Java virtual machine.',
  },
  { key: 'metrics.tablesInterval', type: 'duration', default: '30s', doc: 'The same for the metrics of tables, which cost the node most.' },
  {
    key: 'metrics.budget',
    type: 'duration',
    default: '2s',
    doc: 'How long a reader of /metrics waits for the node. After that it gets what was read before; the reading goes on for the next one.',
  },
  {
    key: 'metrics.maxSeries',
    type: 'integer',
    default: 50_000,
    doc: 'How many time series of one node are exposed at most; a histogram counts as 22. Tables beyond it are not read, and counted.',
  },
  {
    key: 'metrics.include',
    type: 'string[]',
    default: [],
    doc: 'Metrics to expose besides the usual ones, such as cassandra_table_bytes_* or cassandra_table_*{keyspace=shop}.',
  },
  { key: 'metrics.exclude', type: 'string[]', default: [], doc: 'Metrics not to expose, such as cassandra_table_*{keyspace=system*}.' },
];

/**
 * Reads the values of {@link metricsConfig}.
 *
 * @returns undefined where no metrics of nodes are wanted
 * @throws OpsError `CONFIG_INVALID`, `METRIC_PATTERN_INVALID`
 */
export function readCollectSettings(values: Readonly<Record<string, ConfigValue>>): CollectSettings | undefined {
  if (values['metrics.cassandra'] === false) return undefined;
  const [include, exclude] = [texts(values['metrics.include']), texts(values['metrics.exclude'])];
  for (const pattern of [...include, ...exclude]) parsePattern(pattern);
  return {
    cadenceMs: {
      requests: positive(values, 'metrics.requestsInterval'),
      node: positive(values, 'metrics.nodeInterval'),
      tables: positive(values, 'metrics.tablesInterval'),
    },
    budgetMs: positive(values, 'metrics.budget'),
    maxSeries: positive(values, 'metrics.maxSeries'),
    include,
    exclude,
  };
}

function texts(value: ConfigValue): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

function positive(values: Readonly<Record<string, ConfigValue>>, key: string): number {
  const value = values[key];
  if (typeof value === 'number' && value > 0) return value;
  throw errors.CONFIG_INVALID({ message: `${key}: ${String(value)} is not more than zero`, remedy: 'Set it to more than zero.' });
}
