import type { Family } from '@ringside/metrics';

/** What became of the series that were sent. */
export interface Delivery {
  /** Series that left, or of which the receiver said that it has them. */
  readonly sent: number;
  /** Series that did not arrive: refused, too long for a packet, or given up. Of the round before too, where a refusal was heard after it. */
  readonly lost: number;
  /** Why any were lost; undefined where none were. */
  readonly reason: string | undefined;
}

/** Port to a monitoring system that has to be told. */
export interface MetricsReceiver {
  /** What it is called in metrics and logs, such as `statsd`. */
  readonly name: string;
  /** Sends families, within the time that the signal leaves. Never throws for what the receiver does: that is a {@link Delivery}. */
  readonly send: (families: readonly Family[], signal: AbortSignal) => Promise<Delivery>;
  /** Lets go of sockets. */
  readonly close: () => Promise<void>;
}

/** How many series families have. */
export function seriesOf(families: readonly Family[]): number {
  return families.reduce((all, { series }) => all + series.length, 0);
}
