import { createManualClock } from '@ringside/core/testing';
import { freePort, ownIdentity } from '@ringside/host';
import { describe, expect, it } from 'vitest';
import { createLook } from './look.ts';
import type { ProcessOptions } from './options.ts';

const STARTING = { state: 'starting', pid: process.pid };

async function looked(isServing: ProcessOptions['isServing']) {
  const clock = createManualClock();
  const cql = { address: '127.0.0.1', port: await freePort() };
  const options: ProcessOptions = { node: 'n1', cql, isServing, stateFolder: '/nonexistent', clock, times: { startMs: 60_000 } };
  return { clock, look: createLook(options, { find: async () => ownIdentity(), whyGone: async () => '' }) };
}

describe('look()', () => {
  it('is stuck once the node has not taken CQL for longer than a start may take, and up as soon as it does', async () => {
    let serves = false;
    const { clock, look } = await looked(async () => serves);
    await expect(look()).resolves.toMatchObject(STARTING);
    await clock.advance(59_999);
    await expect(look()).resolves.toMatchObject(STARTING);
    await clock.advance(1);
    const sentence = `Cassandra at n1 (pid ${process.pid}) runs, but has not taken CQL for 1 m`;
    await expect(look()).resolves.toEqual({ state: 'stuck', pid: process.pid, sentence });
    serves = true;
    await expect(look()).resolves.toMatchObject({ state: 'up' });
  });

  it('counts from when it took CQL last', async () => {
    let serves = true;
    const { clock, look } = await looked(async () => serves);
    await look();
    await clock.advance(3_600_000);
    await look();
    serves = false;
    await clock.advance(1_000);
    await expect(look()).resolves.toMatchObject(STARTING);
    await clock.advance(60_000);
    await expect(look()).resolves.toMatchObject({ state: 'stuck' });
  });

  it('counts an answer that fails, or does not come in time, as no, and says so', async () => {
    const refused = await looked(() => Promise.reject(new Error('refused')));
    await expect(refused.look()).resolves.toMatchObject({ ...STARTING, sentence: expect.stringContaining('(refused)') });
    const hung = await looked(() => new Promise(() => undefined));
    const looking = hung.look();
    await clockTurn();
    await hung.clock.advance(5_000);
    await expect(looking).resolves.toMatchObject({ ...STARTING, sentence: expect.stringContaining('5.0 s') });
  });
});

async function clockTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
