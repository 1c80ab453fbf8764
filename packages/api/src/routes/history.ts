import { API, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, flag, integer, json, listOf, number, object, oneOf, orNull, text } from '@ringside/route-kit';

/** One series of a node's last hour. */
export interface HistorySeriesEntry {
  /** What it is, such as `reads`, `writeP99` or `heapUsed`. */
  readonly id: string;
  /** What its values are counted in. */
  readonly unit: 'perSecond' | 'seconds' | 'bytes' | 'count' | 'ratio';
  /** One for each step; null where it is not known, as while the node did not answer. */
  readonly values: readonly (number | null)[];
}

/** A node's last hour. */
export interface HistoryAnswer {
  /** False where the configuration says that no metrics of nodes are collected: there is no history then. */
  readonly isKept: boolean;
  /** From one step to the next, in milliseconds. */
  readonly stepMs: number;
  /** When each step was read, in milliseconds since 1970, the oldest first; an hour of them at most. */
  readonly timesMs: readonly number[];
  /** Always the same ones. */
  readonly series: readonly HistorySeriesEntry[];
}

/** The last hour of a node: `GET /api/v1/cassandra/history`. */
export const history = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'history',
  path: `${API}/cassandra/history`,
  answer: json<HistoryAnswer>(
    object({
      isKept: flag(),
      stepMs: integer({ minimum: 1 }),
      timesMs: listOf(number({ minimum: 0 })),
      series: listOf(
        object({ id: text(), unit: oneOf('perSecond', 'seconds', 'bytes', 'count', 'ratio'), values: listOf(orNull(number())) }),
      ),
    }),
  ),
  permission: 'METRICS:READ',
});

export const aboutHistory = describeRoute(history, {
  summary: 'The last hour of the node',
  doc: 'Latency, throughput and a few vital signs of the node, every ten seconds for up to an hour, as the sidecar kept them. Percentiles are of the requests that came in that step. The dashboard draws them; for longer, and for more, use /metrics and Prometheus.',
  example: { answer: { isKept: false, stepMs: 10_000, timesMs: [], series: [] } },
});
