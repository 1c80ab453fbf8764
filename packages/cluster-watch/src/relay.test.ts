import type { SidecarClient } from '@ringside/api';
import { errors, systemClock } from '@ringside/core';
import { createManualClock } from '@ringside/core/testing';
import { describe, expect, it } from 'vitest';
import { orRelayed } from './relay.ts';

const [here, there] = [{} as SidecarClient, {} as SidecarClient];
const down = async (): Promise<string> => {
  throw errors.UNAVAILABLE({ message: 'my node is down' });
};
const ask = async (client: SidecarClient): Promise<string> => (client === there ? 'theirs' : down());
const watch = (ownAnswers: boolean, peers: readonly SidecarClient[], mute = new Promise<undefined>(() => undefined)) => {
  return { ownAnswers: () => ownAnswers, peers: () => peers, untilMute: () => mute };
};

const bounds = { clock: systemClock, signal: new AbortController().signal };

describe('orRelayed()', () => {
  it('answers by itself where its node answers', async () => {
    expect(await orRelayed(async () => 'own', { alone: false, watch: watch(true, [there]), ask, ...bounds })).toBe('own');
  });

  it('answers as the first other one that can where its node does not', async () => {
    expect(await orRelayed(down, { alone: false, watch: watch(true, [here, there]), ask, ...bounds })).toBe('theirs');
  });

  it('does not wait for a node that is known not to answer', async () => {
    const hangs = (): Promise<string> => new Promise(() => undefined);
    expect(await orRelayed(hangs, { alone: false, watch: watch(false, [there]), ask, ...bounds })).toBe('theirs');
  });

  it('leaves a node that turns out not to answer while it waits for it', async () => {
    const hangs = (): Promise<string> => new Promise(() => undefined);
    const mute = Promise.resolve(undefined);
    expect(await orRelayed(hangs, { alone: false, watch: watch(true, [there], mute), ask, ...bounds })).toBe('theirs');
  });

  it('goes on waiting for its own node where nobody else answers', async () => {
    const slow = async (): Promise<string> => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return 'own';
    };
    expect(await orRelayed(slow, { alone: false, watch: watch(true, [here], Promise.resolve(undefined)), ask, ...bounds })).toBe('own');
  });

  it('asks nobody else when it was asked by another one, or when they would say the same', async () => {
    await expect(orRelayed(down, { alone: true, watch: watch(false, [there]), ask, ...bounds })).rejects.toThrow('my node is down');
    const refused = async (): Promise<string> => {
      throw errors.NOT_FOUND({ message: 'no such keyspace' });
    };
    await expect(orRelayed(refused, { alone: false, watch: watch(true, [there]), ask, ...bounds })).rejects.toThrow('no such keyspace');
  });

  it('fails with its own error where nobody answers', async () => {
    await expect(orRelayed(down, { alone: false, watch: watch(true, [here]), ask, ...bounds })).rejects.toThrow('my node is down');
    await expect(orRelayed(down, { alone: false, watch: watch(false, []), ask, ...bounds })).rejects.toThrow('my node is down');
  });

  it('gives others who are silent a bounded time, all together, and then fails with its own error', async () => {
    const clock = createManualClock();
    const asked: number[] = [];
    const silent = async (_client: SidecarClient, { timeoutMs }: { timeoutMs: number }): Promise<string> => {
      asked.push(timeoutMs);
      return await new Promise(() => undefined);
    };
    const relay = { alone: false, watch: watch(false, [here, there, here, there]), ask: silent, clock, signal: bounds.signal };
    const failed = orRelayed(down, relay).catch((thrown: unknown) => thrown);
    await clock.advance(5_000);
    expect(await failed).toMatchObject({ message: 'my node is down' });
    expect(asked).toEqual([2_000, 2_000, 1_000]);
  });

  it('asks nobody any more when whoever asked has left', async () => {
    const leaving = new AbortController();
    let asked = 0;
    const left = async (): Promise<string> => {
      asked += 1;
      leaving.abort();
      return await new Promise(() => undefined);
    };
    const relay = { alone: false, watch: watch(false, [here, there]), ask: left, clock: systemClock, signal: leaving.signal };
    await expect(orRelayed(down, relay)).rejects.toThrow('my node is down');
    expect(asked).toBe(1);
  });
});
