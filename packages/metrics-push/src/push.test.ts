import { type Logger, silentLogger, systemClock } from '@ringside/core';
import type { Family } from '@ringside/metrics';
import { describe, expect, it } from 'vitest';
import { createPush, type Push, pushFamilies } from './push.ts';
import type { Delivery, MetricsReceiver } from './receiver.ts';

function gauges(...values: readonly number[]): readonly Family[] {
  const definition = { name: 'g', kind: 'gauge', unit: 'none', help: 'A gauge.', labels: ['n'], source: 'a test' } as const;
  return [{ definition, series: values.map((value, index) => ({ labelValues: [String(index)], value })), observedAtMs: 0 }];
}

/** A receiver that answers when it is told to. */
class HeldReceiver implements MetricsReceiver {
  readonly name = 'held';
  readonly got: number[] = [];
  isClosed = false;
  answer: (delivery: Delivery | Error) => void = () => undefined;

  async send(families: readonly Family[]): Promise<Delivery> {
    this.got.push(families[0]?.series.length ?? 0);
    return new Promise((resolve, reject) => {
      this.answer = (delivery) => (delivery instanceof Error ? reject(delivery) : resolve(delivery));
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

function started(more: { timeoutMs?: number; logger?: Logger } = {}): { readonly push: Push; readonly receiver: HeldReceiver } {
  const receiver = new HeldReceiver();
  return { receiver, push: createPush({ receiver, clock: systemClock, logger: silentLogger, ...more }) };
}

const all = (sent: number): Delivery => ({ sent, lost: 0, reason: undefined });

describe('createPush()', () => {
  it('sends one round at a time, keeps the newest of those that wait, and counts what that replaced', async () => {
    const { push, receiver } = started();
    push.offer(gauges(1));
    for (let round = 0; round < 100; round += 1) push.offer(gauges(1, 2, 3));
    push.offer(gauges(1, 2));
    expect(receiver.got).toEqual([1]);
    receiver.answer(all(1));
    await expect.poll(() => receiver.got).toEqual([1, 2]);
    receiver.answer(all(2));
    await expect.poll(() => push.statistics()).toEqual({ sent: 3, lost: 300, failures: 0 });
    await push.close();
  });

  it('gives a round up when its time is over, and sends the next', async () => {
    const { push, receiver } = started({ timeoutMs: 20 });
    push.offer(gauges(1, 2));
    await expect.poll(() => push.statistics()).toEqual({ sent: 0, lost: 2, failures: 1 });
    push.offer(gauges(1));
    await expect.poll(() => receiver.got).toEqual([2, 1]);
    receiver.answer(all(1));
    await expect.poll(() => push.statistics().sent).toBe(1);
    await push.close();
  });

  it('ends at once what it was sending when it is closed, and takes nothing more', async () => {
    const { push, receiver } = started();
    push.offer(gauges(1));
    push.offer(gauges(2));
    await push.close();
    push.offer(gauges(3));
    expect(receiver.isClosed).toBe(true);
    expect(receiver.got).toEqual([1]);
    expect(push.statistics()).toMatchObject({ sent: 0, lost: 1 });
  });

  it('says once that a receiver fails, and once that it works again', async () => {
    const said: string[] = [];
    const logger = { ...silentLogger, warn: (message: string) => said.push(message), info: (message: string) => said.push(message) };
    const { push, receiver } = started({ logger });
    const outcomes: (Delivery | Error)[] = [new Error('refused'), { sent: 0, lost: 1, reason: 'full' }, all(1), all(1)];
    for (const [index, outcome] of outcomes.entries()) {
      push.offer(gauges(1));
      await expect.poll(() => receiver.got.length).toBe(index + 1);
      receiver.answer(outcome);
      await expect.poll(() => push.statistics().sent + push.statistics().lost).toBe(index + 1);
    }
    expect(said).toEqual(['Not all metrics reach held', 'Metrics reach held again']);
    await push.close();
  });
});

describe('pushFamilies()', () => {
  it('tells what was sent and lost by receiver', async () => {
    const { push, receiver } = started();
    push.offer(gauges(1, 2, 3));
    receiver.answer({ sent: 1, lost: 2, reason: 'refused' });
    await expect.poll(() => push.statistics().failures).toBe(1);
    const told = pushFamilies([push], 4, 5).map(({ definition: { name }, series }) => [name, series]);
    expect(told).toEqual([
      ['ringside_push_sent_series', [{ labelValues: ['held'], value: 1 }]],
      ['ringside_push_lost_series', [{ labelValues: ['held'], value: 2 }]],
      ['ringside_push_failures', [{ labelValues: ['held'], value: 1 }]],
      ['ringside_push_collection_failures', [{ labelValues: [], value: 4 }]],
    ]);
    await push.close();
  });
});
