import { createManualClock } from '@ringside/core/testing';
import { createMemoryStore, type Operation } from '@ringside/operations';
import { describe, expect, it } from 'vitest';
import { AbandonedSteps } from './abandoned.ts';

const AFTER_MS = 300_000;

async function world(): Promise<{
  readonly look: () => Promise<Operation>;
  readonly advance: (ms: number) => Promise<void>;
  readonly beat: (atMs: number) => Promise<boolean>;
}> {
  const store = createMemoryStore();
  const clock = createManualClock();
  await store.create({ id: 'x', kind: 'restart', batches: [['a'], ['b']], levels: {}, requestedBy: 'me', reason: null, requestedAtMs: 0 });
  const steps = new AbandonedSteps({ store, note: () => undefined }, clock, AFTER_MS);
  const read = async (): Promise<Operation> => (await store.read('x')) as Operation;
  return {
    look: async () => {
      await steps.look(await read());
      return await read();
    },
    advance: (ms) => clock.advance(ms),
    beat: (changedAtMs) => store.write('x', { node: 'a', expected: { step: { epoch: 0 } }, set: { step: { changedAtMs } } }),
  };
}

describe('steps that nobody does', () => {
  it('are given up when they were seen unchanged for five minutes, and no further node is begun with', async () => {
    const { look, advance, beat } = await world();
    for (let second = 0; second < 300; second += 1) {
      expect((await look()).problem).toBeNull();
      await advance(1_000);
    }
    await advance(1_000);
    await look();
    const { problem, steps } = await look();
    expect(problem).toEqual(expect.stringMatching(/^a: Its sidecar wrote nothing for too long in phase pending\./));
    expect(steps.map(({ phase, epoch }) => [phase, epoch])).toEqual([
      ['failed', 1],
      ['pending', 0],
    ]);
    expect(await beat(1), 'a write of whoever was cut off').toBe(false);
  });

  it('are not those whose sidecar writes once a minute, wherever its clock stands', async () => {
    const { look, advance, beat } = await world();
    for (let minute = 0; minute < 30; minute += 1) {
      await beat(-1_000_000 * minute);
      for (let look10 = 0; look10 < 6; look10 += 1) {
        await look();
        await advance(10_000);
      }
    }
    expect((await look()).problem).toBeNull();
  });

  it('are not those that could not write while the store was away from everybody', async () => {
    const { look, advance } = await world();
    await look();
    await advance(60 * 60_000);
    expect((await look()).problem).toBeNull();
  });
});
