import { boundsWithin, type Clock, type Logger, withDeadline } from '@ringside/core';
import type { Family, MetricDefinition } from '@ringside/metrics';
import { type Delivery, type MetricsReceiver, seriesOf } from './receiver.ts';

/** What a push has done since it began. */
export interface PushStatistics {
  /** Series that were sent. */
  readonly sent: number;
  /** Series that were not: refused, given up, or replaced by newer ones before they could be sent. */
  readonly lost: number;
  /** Rounds of which not everything was sent. */
  readonly failures: number;
}

/** Sends to one receiver. */
export interface Push {
  /** The receiver's name. */
  readonly name: string;
  /**
   * Hands over what was collected, and returns at once. One round is sent at a time and one more may wait; what waits is replaced by what is newer,
   * so that a receiver that hangs costs values and no memory.
   */
  readonly offer: (families: readonly Family[]) => void;
  /** What it has done so far. */
  readonly statistics: () => PushStatistics;
  /** Ends what is being sent, and lets go of the receiver. */
  readonly close: () => Promise<void>;
}

/** What a push runs with. */
export interface PushOptions {
  /** Whom it sends to; closed with it. */
  readonly receiver: MetricsReceiver;
  /** Measures how long a round takes. */
  readonly clock: Clock;
  /** Told when sending begins to fail, and when it works again; not each time. */
  readonly logger: Logger;
  /** How long one round may take, with all that is tried again. Default: 10 s. */
  readonly timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 10_000;

/** Begins to send to a receiver what it is offered. */
export function createPush({ receiver, clock, logger, timeoutMs = TIMEOUT_MS }: PushOptions): Push {
  const closing = new AbortController();
  const counted = { sent: 0, lost: 0, failures: 0 };
  let waiting: readonly Family[] | undefined;
  let running: Promise<void> | undefined;
  let isFailing = false;

  const send = async (families: readonly Family[]): Promise<Delivery> => {
    const bounds = boundsWithin(clock, timeoutMs, { signal: closing.signal });
    const work = async (signal: AbortSignal): Promise<Delivery> => receiver.send(families, signal);
    return withDeadline(bounds, { what: `Sending metrics to ${receiver.name}` }, work).catch((error: Error) => ({
      sent: 0,
      lost: seriesOf(families),
      reason: error.message,
    }));
  };
  const note = ({ sent, lost, reason }: Delivery): void => {
    counted.sent += sent;
    counted.lost += lost;
    if (lost > 0) counted.failures += 1;
    if (lost > 0 && !isFailing) logger.warn(`Not all metrics reach ${receiver.name}`, { lost, reason: reason ?? 'unknown' });
    if (lost === 0 && isFailing) logger.info(`Metrics reach ${receiver.name} again`, {});
    isFailing = lost > 0;
  };
  const run = async (): Promise<void> => {
    for (let next = waiting; next !== undefined && !closing.signal.aborted; next = waiting) {
      waiting = undefined;
      note(await send(next));
    }
    running = undefined;
  };
  return {
    name: receiver.name,
    offer: (families) => {
      if (closing.signal.aborted) return;
      counted.lost += waiting === undefined ? 0 : seriesOf(waiting);
      waiting = families;
      running ??= run();
    },
    statistics: () => ({ ...counted }),
    close: async () => {
      closing.abort();
      await running;
      await receiver.close();
    },
  };
}

const byReceiver: readonly MetricDefinition[] = [
  definition('ringside_push_sent_series', 'Series that were sent to a receiver.'),
  definition('ringside_push_lost_series', 'Series that a receiver did not get: refused, given up, or replaced by newer ones.'),
  definition('ringside_push_failures', 'Rounds of sending of which something was lost.'),
];
const ofCollection: MetricDefinition = {
  ...definition('ringside_push_collection_failures', 'Rounds for which nothing was collected, so that nothing was sent to any receiver.'),
  labels: [],
};

/** What pushes tell of themselves. */
export const pushMetrics: readonly MetricDefinition[] = [...byReceiver, ofCollection];

function definition(name: string, help: string): MetricDefinition {
  return { name, kind: 'counter', unit: 'none', help, labels: ['receiver'], source: 'the sidecar' };
}

/**
 * The metrics of pushes, to be exposed with the others: whoever collects them elsewhere sees that something is lost here.
 *
 * @param pushes one for each receiver
 * @param collectionFailures rounds for which there was nothing to send
 * @param nowMs the time of the collection, in milliseconds since 1970
 */
export function pushFamilies(pushes: readonly Push[], collectionFailures: number, nowMs: number): readonly Family[] {
  const read: readonly ((statistics: PushStatistics) => number)[] = [({ sent }) => sent, ({ lost }) => lost, ({ failures }) => failures];
  const families = byReceiver.map((each, index) => ({
    definition: each,
    series: pushes.map((push) => ({ labelValues: [push.name], value: read[index]?.(push.statistics()) ?? 0 })),
    observedAtMs: nowMs,
  }));
  return [...families, { definition: ofCollection, series: [{ labelValues: [], value: collectionFailures }], observedAtMs: nowMs }];
}
