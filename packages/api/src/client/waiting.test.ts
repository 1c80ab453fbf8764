import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deadlineIn } from '@ringside/core';
import { abortFaults, createManualClock } from '@ringside/core/testing';
import { expect, it, onTestFinished } from 'vitest';
import { createSidecarClient } from './client.ts';

/** A sidecar that takes requests and answers none. */
async function silentSidecar(onRequest: () => unknown): Promise<string> {
  const server = createServer(onRequest).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('a call sends nothing once it was aborted, and ends when it is aborted midway, each as abortError() says', async () => {
  const faults = await abortFaults(async (bounds, begun) => {
    const client = createSidecarClient({ baseUrl: await silentSidecar(begun), timeoutMs: 60_000 });
    return await client.ring({}, bounds);
  });
  expect(faults).toEqual([]);
});

it('a call ends at the deadline that it shares, says what to do, and sends nothing after it', async () => {
  const clock = createManualClock();
  let asked = 0;
  const client = createSidecarClient({ baseUrl: await silentSidecar(() => (asked += 1)), timeoutMs: 60_000 });
  const deadline = deadlineIn(clock, 500);
  const late = client.ring({}, { deadline }).catch((error: unknown) => error);
  await expect.poll(() => asked).toBe(1);
  await clock.advance(500);
  expect(await late).toMatchObject({
    code: 'OPERATION_TIMED_OUT',
    message: expect.stringMatching(/did not answer within 500 ms$/),
    details: { timeoutMs: 500 },
  });
  await expect(client.ring({}, { deadline })).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  expect(asked).toBe(1);
});
