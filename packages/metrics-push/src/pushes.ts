import { type Clock, type Logger } from '@ringside/core';
import type { Family } from '@ringside/metrics';
import type { PushSettings } from './config.ts';
import { createOtlpReceiver } from './otlp.ts';
import { createPush, type Push, pushFamilies } from './push.ts';
import { type MetricsReceiver, seriesOf } from './receiver.ts';
import { createSpectatorReceiver, createStatsdReceiver } from './udp.ts';

/** What {@link startPushes} runs with. */
export interface PushesOptions {
  /** To whom; undefined for nobody. */
  readonly settings: PushSettings | undefined;
  /** Brings what is sent; called once a round for all receivers. */
  readonly collect: (signal: AbortSignal) => Promise<readonly Family[]>;
  /** Tells when a round is due. */
  readonly clock: Clock;
  /** Told when a receiver or the collection begins to fail, and when it works again. */
  readonly logger: Logger;
}

/** Metrics that are sent at an interval. */
export interface Pushes {
  /** What was sent and lost so far, by receiver; nothing where there is none. */
  readonly families: () => readonly Family[];
  /** Ends what is being sent. */
  readonly close: () => Promise<void>;
}

/** Sends metrics to every receiver of the settings, until it is closed. None of them waits for another. */
export function startPushes({ settings, collect, clock, logger }: PushesOptions): Pushes {
  const closing = new AbortController();
  const pushes = (settings === undefined ? [] : receiversOf(settings, clock)).map((receiver) => createPush({ receiver, clock, logger }));
  const collector = createCollector(collect, logger);
  const rounds = settings === undefined ? undefined : run({ pushes, collector, clock, everyMs: settings.intervalMs }, closing.signal);
  return {
    families: () => (pushes.length === 0 ? [] : pushFamilies(pushes, collector.failures(), clock.nowMs())),
    close: async () => {
      closing.abort();
      await rounds;
      await Promise.all(pushes.map((push) => push.close()));
    },
  };
}

/** Collects for the rounds, and notices when there is nothing to send. */
interface Collector {
  readonly collect: (signal: AbortSignal) => Promise<readonly Family[]>;
  /** How many rounds had nothing to send. */
  readonly failures: () => number;
}

/** Says once that nothing is collected, and once that something is again: a receiver that is told nothing does not know it from a node that rests. */
function createCollector(collect: PushesOptions['collect'], logger: Logger): Collector {
  let failures = 0;
  let isFailing = false;
  const note = (reason: string | undefined): void => {
    if (reason !== undefined) failures += 1;
    if (reason !== undefined && !isFailing) logger.warn('No metrics are collected, so none are sent', { reason });
    if (reason === undefined && isFailing) logger.info('Metrics are collected again', {});
    isFailing = reason !== undefined;
  };
  return {
    failures: () => failures,
    collect: async (signal) => {
      try {
        const families = await collect(signal);
        note(seriesOf(families) === 0 ? 'there are none' : undefined);
        return families;
      } catch (error) {
        if (!signal.aborted) note((error as Error).message);
        return [];
      }
    },
  };
}

/** Two rounds may be lost before spectatord forgets a gauge; and it keeps each for two minutes at least. */
const ROUNDS_KEPT = 3;
const KEPT_SECONDS = 120;

function receiversOf({ statsd, spectator, otlp, intervalMs }: PushSettings, clock: Clock): readonly MetricsReceiver[] {
  const gaugeTtlSeconds = Math.max(KEPT_SECONDS, Math.ceil((ROUNDS_KEPT * intervalMs) / 1_000));
  const resource = { 'service.name': 'cassandra' };
  return [
    ...(statsd === undefined ? [] : [createStatsdReceiver({ host: statsd.address, port: statsd.port, clock })]),
    ...(spectator === undefined
      ? []
      : [createSpectatorReceiver({ host: spectator.address, port: spectator.port, clock, gaugeTtlSeconds })]),
    ...(otlp === undefined ? [] : [createOtlpReceiver({ url: otlp, resource, clock, random: Math.random })]),
  ];
}

interface Rounds extends Pick<PushesOptions, 'clock'> {
  readonly pushes: readonly Push[];
  readonly collector: Collector;
  readonly everyMs: number;
}

/** One round after the other: a collection that takes long delays the next, and they never pile up. */
async function run({ pushes, collector, clock, everyMs }: Rounds, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const families = await collector.collect(signal);
    for (const push of pushes) if (families.length > 0) push.offer(families);
    await clock.sleep(everyMs, signal).catch(() => undefined);
  }
}
