import { createSidecarClient, type SidecarClient } from '@ringside/api';
import { errors, systemClock } from '@ringside/core';
import { createManualClock } from '@ringside/core/testing';
import { describe, expect, it } from 'vitest';
import { type Liveness, whileAlive } from './liveness.ts';

const URL = 'http://127.0.0.1:1';
const OK = new Response('{"status":"OK"}');

/** A sidecar that answers whether it lives in one way or another, and counts how often it is asked. */
function sidecar(answer: () => Promise<Response>): { readonly client: SidecarClient; readonly asked: () => number } {
  let asked = 0;
  const fetch = async (): Promise<Response> => {
    asked += 1;
    return answer();
  };
  return { client: createSidecarClient({ baseUrl: URL, fetch }), asked: () => asked };
}

const forever = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));

async function outcomeOf(liveness: Omit<Liveness, 'url'>, ask: (signal: AbortSignal) => Promise<unknown>): Promise<unknown> {
  return whileAlive({ url: URL, ...liveness }, ask).catch((error: unknown) => error);
}

describe('whileAlive()', () => {
  it('gives an answer that comes at once, and does not ask whether the sidecar lives', async () => {
    const { client, asked } = sidecar(async () => OK.clone());
    expect(await outcomeOf({ client, clock: systemClock }, async () => 'answer')).toBe('answer');
    await expect(
      whileAlive({ url: URL, client, clock: systemClock }, () => Promise.reject(errors.CONFLICT({ message: 'no' }))),
    ).rejects.toThrow('no');
    expect(asked()).toBe(0);
  });

  it('gives up a sidecar that says nothing, and ends the request', async () => {
    const clock = createManualClock();
    const { client } = sidecar(() => Promise.reject(new Error('silence')));
    let ended = false;
    const outcome = outcomeOf({ client, clock }, (signal) => {
      signal.addEventListener('abort', () => (ended = true));
      return forever(signal);
    });
    await clock.advance(1_000);
    expect(await outcome).toMatchObject({ code: 'SIDECAR_UNAVAILABLE', message: expect.stringContaining('does not answer') });
    expect(ended).toBe(true);
  });

  it('waits on for one that lives, however long its answer takes, and for one that refuses to say', async () => {
    for (const status of [200, 401, 503]) {
      const clock = { ...systemClock, sleep: () => new Promise<void>((resolve) => setImmediate(resolve)) };
      const { client, asked } = sidecar(async () => new Response('{"status":"OK"}', { status }));
      let tell: (value: string) => void = () => undefined;
      const outcome = outcomeOf({ client, clock }, () => new Promise((resolve) => (tell = resolve)));
      await expect.poll(asked).toBeGreaterThan(100);
      tell('late');
      expect(await outcome).toBe('late');
    }
  });
});
