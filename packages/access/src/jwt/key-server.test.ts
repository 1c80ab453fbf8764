import { createManualClock, type ManualClock } from '@ringside/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeyServer, makeIssuer, serveKeys, type TestIssuer } from '../testing.ts';
import { keysOfServer } from './key-server.ts';
import type { FindKey } from './key-set.ts';

let issuer: TestIssuer;
let server: KeyServer;
let clock: ManualClock;
let stopping: AbortController;
let faults: string[];
let find: FindKey;

beforeEach(async () => {
  issuer = makeIssuer();
  await issuer.addKey('one');
  server = await serveKeys(issuer);
  clock = createManualClock();
  stopping = new AbortController();
  faults = [];
  find = keysOfServer({ url: server.url, clock, signal: stopping.signal, onFault: (error) => void faults.push((error as Error).message) });
});
afterEach(() => server.close());

const MINUTE_MS = 60_000;
/** Whether a key is found now. */
const knows = (kid: string): Promise<boolean> =>
  find({ alg: 'ES256', kid }).then(
    () => true,
    () => false,
  );

describe('keysOfServer()', () => {
  it('asks when the first token comes, once for all that come meanwhile', async () => {
    expect(server.asked).toBe(0);
    expect(await Promise.all([knows('one'), knows('one'), knows('one')])).toEqual([true, true, true]);
    expect([await knows('one'), server.asked]).toEqual([true, 1]);
  });

  it('asks again for a key that it does not know, at most every half minute', async () => {
    await knows('one');
    await issuer.addKey('two');
    for (let count = 0; count < 20; count += 1) expect(await knows(`made up ${count}`)).toBe(false);
    expect([await knows('two'), server.asked]).toEqual([false, 1]);
    await clock.advance(MINUTE_MS / 2);
    expect([await knows('two'), await knows('made up'), server.asked]).toEqual([true, false, 2]);
  });

  it('knows a key that was withdrawn for five minutes at most', async () => {
    await issuer.addKey('two');
    await knows('one');
    issuer.withdrawKey('one');
    await clock.advance(5 * MINUTE_MS - 1);
    expect([await knows('one'), server.asked]).toEqual([true, 1]);
    await clock.advance(1);
    expect([await knows('one'), await knows('two'), server.asked]).toEqual([false, true, 2]);
  });

  it.each([
    ['an error', 500 as const, 'has status 500'],
    ['a redirect, which it does not follow', 302 as const, 'has status 302'],
    ['something else', '<html>', 'is neither a JSON Web Key Set'],
    ['too much', ' '.repeat(1_048_577), 'larger than 1048576 bytes'],
  ])('goes on with the keys that it has for an hour while the answer is %s, then knows none', async (_, answer, message) => {
    await knows('one');
    server.answer = answer;
    await clock.advance(60 * MINUTE_MS - 1);
    expect(await knows('one')).toBe(true);
    expect(faults).toEqual([expect.stringContaining(message)]);
    await clock.advance(1);
    expect([await knows('one'), faults.length]).toEqual([false, 1]);
    server.answer = undefined;
    await clock.advance(MINUTE_MS / 2);
    expect(await knows('one')).toBe(true);
  });

  it('knows no key while the server cannot be reached, and does not ask it for each token', async () => {
    await server.close();
    for (let count = 0; count < 20; count += 1) expect(await knows('one')).toBe(false);
    expect(faults).toEqual([expect.stringContaining(`The keys of ${server.url} cannot be fetched: connect ECONNREFUSED`)]);
    server = await serveKeys(issuer);
  });

  it.each([
    ['after five seconds', () => clock.advance(5_000)],
    ['when the sidecar stops', async () => stopping.abort()],
  ])('gives up %s on a server that does not answer', async (_, end) => {
    server.answer = null;
    const asking = knows('one');
    await expect.poll(() => server.asked).toBe(1);
    await end();
    expect(await asking).toBe(false);
    expect(faults).toHaveLength(1);
  });
});
