import type { SidecarClient } from '@ringside/api';
import { errors } from '@ringside/core';
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

describe('orRelayed()', () => {
  it('answers by itself where its node answers', async () => {
    expect(await orRelayed(async () => 'own', { alone: false, watch: watch(true, [there]), ask })).toBe('own');
  });

  it('answers as the first other one that can where its node does not', async () => {
    expect(await orRelayed(down, { alone: false, watch: watch(true, [here, there]), ask })).toBe('theirs');
  });

  it('does not wait for a node that is known not to answer', async () => {
    const hangs = (): Promise<string> => new Promise(() => undefined);
    expect(await orRelayed(hangs, { alone: false, watch: watch(false, [there]), ask })).toBe('theirs');
  });

  it('leaves a node that turns out not to answer while it waits for it', async () => {
    const hangs = (): Promise<string> => new Promise(() => undefined);
    const mute = Promise.resolve(undefined);
    expect(await orRelayed(hangs, { alone: false, watch: watch(true, [there], mute), ask })).toBe('theirs');
  });

  it('goes on waiting for its own node where nobody else answers', async () => {
    const slow = async (): Promise<string> => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return 'own';
    };
    expect(await orRelayed(slow, { alone: false, watch: watch(true, [here], Promise.resolve(undefined)), ask })).toBe('own');
  });

  it('asks nobody else when it was asked by another one, or when they would say the same', async () => {
    await expect(orRelayed(down, { alone: true, watch: watch(false, [there]), ask })).rejects.toThrow('my node is down');
    const refused = async (): Promise<string> => {
      throw errors.NOT_FOUND({ message: 'no such keyspace' });
    };
    await expect(orRelayed(refused, { alone: false, watch: watch(true, [there]), ask })).rejects.toThrow('no such keyspace');
  });

  it('fails with its own error where nobody answers', async () => {
    await expect(orRelayed(down, { alone: false, watch: watch(true, [here]), ask })).rejects.toThrow('my node is down');
    await expect(orRelayed(down, { alone: false, watch: watch(false, []), ask })).rejects.toThrow('my node is down');
  });
});
