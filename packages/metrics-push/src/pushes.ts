import { type Clock, type Logger } from '@ringside/core';
import type { Family } from '@ringside/metrics';
import type { PushSettings } from './config.ts';
import { createOtlpReceiver } from './otlp.ts';
import { createPush, type Push, pushFamilies } from './push.ts';
import type { MetricsReceiver } from './receiver.ts';
import { createSpectatorReceiver, createStatsdReceiver } from './udp.ts';

/** What {@link startPushes} runs with. */
export interface PushesOptions {
  /** To whom; undefined for nobody. */
  readonly settings: PushSettings | undefined;
  /** Brings what is sent; called once a round for all receivers. */
  readonly collect: (signal: AbortSignal) => Promise<readonly Family[]>;
  /** Tells when a round is due. */
  readonly clock: Clock;
  /** Told when a receiver begins to fail, and when it works again. */
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
  const rounds = settings === undefined ? undefined : run({ pushes, collect, clock, logger, everyMs: settings.intervalMs }, closing.signal);
  return {
    families: () => (pushes.length === 0 ? [] : pushFamilies(pushes, clock.nowMs())),
    close: async () => {
      closing.abort();
      await rounds;
      await Promise.all(pushes.map((push) => push.close()));
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

interface Rounds extends Omit<PushesOptions, 'settings'> {
  readonly pushes: readonly Push[];
  readonly everyMs: number;
}

/** One round after the other: a collection that takes long delays the next, and they never pile up. */
async function run({ pushes, collect, clock, logger, everyMs }: Rounds, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const families = await collect(signal).catch((error: unknown) => {
      logger.debug('No metrics to send', { reason: String(error) });
      return [];
    });
    for (const push of pushes) if (families.length > 0) push.offer(families);
    await clock.sleep(everyMs, signal).catch(() => undefined);
  }
}
