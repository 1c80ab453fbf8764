import { createManualClock } from '@ringside/core/testing';
import { describe, expect, test } from 'vitest';
import { nodeControlErrors } from '@ringside/node-control';
import type { Ask } from './ask.ts';
import { drain } from './drain.ts';

/** A node whose operation mode goes through the given ones, a read each, and stays at the last. */
function nodeGoingThrough(modes: readonly string[], onDrain: () => void = () => {}): { ask: Ask; asked: string[] } {
  const asked: string[] = [];
  let next = 0;
  const ask = async (query: { doing: string }): Promise<unknown> => {
    asked.push(query.doing);
    if (query.doing === 'drain') return onDrain();
    const mode = modes[Math.min(next, modes.length - 1)];
    next += 1;
    return mode;
  };
  return { ask: ask as Ask, asked };
}

const unavailable = (): never => {
  throw nodeControlErrors.NODE_CONTROL_UNAVAILABLE({ message: 'too slow' });
};

describe('drain()', () => {
  test('asks the node to drain once and waits for DRAINED', async () => {
    const clock = createManualClock();
    const { ask, asked } = nodeGoingThrough(['NORMAL', 'DRAINING', 'DRAINING', 'DRAINED']);
    const done = drain({ ask, act: ask }, 'node', clock);
    await clock.advance(10_000);
    await expect(done).resolves.toBeUndefined();
    expect(asked.filter((doing) => doing === 'drain')).toHaveLength(1);
  });

  test('does not ask a node that drains already, and only looks at one that is drained', async () => {
    const clock = createManualClock();
    const draining = nodeGoingThrough(['DRAINING', 'DRAINED']);
    await drain({ ask: draining.ask, act: draining.ask }, 'node', clock);
    const drained = nodeGoingThrough(['DRAINED']);
    await drain({ ask: drained.ask, act: drained.ask }, 'node', clock);
    expect([...draining.asked, ...drained.asked]).not.toContain('drain');
    expect(drained.asked).toHaveLength(1);
  });

  test('goes on watching when the call itself takes too long', async () => {
    const { ask } = nodeGoingThrough(['NORMAL', 'DRAINED'], unavailable);
    await expect(drain({ ask, act: ask }, 'node', createManualClock())).resolves.toBeUndefined();
  });

  test('does not hide that the node refused', async () => {
    const refuse = (): never => {
      throw nodeControlErrors.NODE_REFUSED({ message: 'no' });
    };
    const { ask } = nodeGoingThrough(['NORMAL'], refuse);
    await expect(drain({ ask, act: ask }, 'node', createManualClock())).rejects.toMatchObject({ code: 'NODE_REFUSED' });
  });

  test('a node that never gets there is OPERATION_TIMED_OUT at the deadline', async () => {
    const clock = createManualClock();
    const { ask } = nodeGoingThrough(['NORMAL', 'DRAINING']);
    const done = drain({ ask, act: ask }, 'node-a', clock, { withinMs: 2_000 });
    const caught = done.catch((error: unknown) => error);
    await clock.advance(5_000);
    expect(await caught).toMatchObject({
      code: 'OPERATION_TIMED_OUT',
      retryable: true,
      message: 'Draining node-a did not finish within 2.0 s',
    });
  });

  test('the call and the watching after it share one span', async () => {
    const clock = createManualClock();
    const { ask } = nodeGoingThrough(['NORMAL', 'DRAINING']);
    const spans: (number | undefined)[] = [];
    const act = (async (_: unknown, { timeoutMs = 0 }: { timeoutMs?: number } = {}) => {
      spans.push(timeoutMs);
      await clock.sleep(timeoutMs - 500);
      return unavailable();
    }) as Ask;
    let ended = false;
    const done = drain({ ask, act }, 'node', clock, { withinMs: 2_000 })
      .catch((error: unknown) => error)
      .finally(() => (ended = true));
    await clock.advance(1_999);
    expect([ended, spans]).toEqual([false, [2_000]]);
    await clock.advance(1);
    expect(ended).toBe(true);
    expect(await done).toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  });

  test('an abort ends the wait, for its reason', async () => {
    const clock = createManualClock();
    const abort = new AbortController();
    const { ask } = nodeGoingThrough(['NORMAL', 'DRAINING']);
    const caught = drain({ ask, act: ask }, 'node', clock, { signal: abort.signal }).catch((error: unknown) => error);
    await clock.advance(1_000);
    const reason = new Error('enough');
    abort.abort(reason);
    await clock.advance(1);
    expect(await caught).toMatchObject({ code: 'ABORTED', message: 'Draining node was interrupted', cause: reason });
  });
});
