import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { lifetimeOf } from './lifetime.ts';

describe('lifetimeOf()', () => {
  it.each([0, 1])('ends with the first of its signals, for its reason', (first) => {
    const ends = [new AbortController(), new AbortController()];
    const { signal } = lifetimeOf(ends.map((end) => end.signal));
    expect(signal.aborted).toBe(false);
    ends[first]?.abort('gone');
    ends[1 - first]?.abort('too late');
    expect(signal.reason).toBe('gone');
  });

  it('has ended where one of them had', () => {
    expect(lifetimeOf([new AbortController().signal, AbortSignal.abort('before')]).signal.reason).toBe('before');
  });

  it('can be ended by itself, with a reason or without', () => {
    const [told, silent] = [lifetimeOf([]), lifetimeOf([])];
    told.end('done');
    silent.end();
    expect([told.signal.reason, (silent.signal.reason as Error).name]).toEqual(['done', 'AbortError']);
  });

  it('leaves nothing in its signals once it is released', () => {
    const { signal } = new AbortController();
    const { release } = lifetimeOf([signal]);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    release();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
