import { describe, expect, it } from 'vitest';
import { createTurns } from './turns.ts';

const forever = new AbortController().signal;

/** Work that ends when it is told to. */
function gate(): { readonly opened: Promise<void>; open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

describe('createTurns()', () => {
  it('runs one at a time, in order, also after one that failed', async () => {
    const turns = createTurns();
    const order: string[] = [];
    const first = gate();
    const one = turns.take(async () => {
      await first.opened;
      order.push('one');
      throw new Error('no');
    }, forever);
    const two = turns.take(async () => void order.push('two'), forever);
    await Promise.resolve();
    expect(order).toEqual([]);
    first.open();
    await expect(one).rejects.toThrow('no');
    await two;
    expect(order).toEqual(['one', 'two']);
  });

  it('gives up a turn that has not come, and does not hold up those after it', async () => {
    const turns = createTurns();
    const first = gate();
    const abort = new AbortController();
    let ran = false;
    const one = turns.take(() => first.opened, forever);
    const two = turns.take(async () => void (ran = true), abort.signal);
    const three = turns.take(async () => 'three', forever);
    abort.abort(new Error('left'));
    first.open();
    await one;
    await expect(two).rejects.toMatchObject({ code: 'ABORTED', cause: new Error('left') });
    expect([await three, ran]).toEqual(['three', false]);
  });

  it('waits for what has begun until it is over, although its caller has given up', async () => {
    const turns = createTurns();
    const first = gate();
    const abort = new AbortController();
    const order: string[] = [];
    const one = turns.take(async () => {
      await first.opened;
      order.push('one');
    }, abort.signal);
    const two = turns.take(async () => void order.push('two'), forever);
    await Promise.resolve();
    abort.abort(new Error('left'));
    await Promise.resolve();
    first.open();
    await Promise.all([one, two]);
    expect(order).toEqual(['one', 'two']);
  });
});
