import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deadlineIn } from '@ringside/core';
import { abortFaults, createManualClock } from '@ringside/core/testing';
import { expect, it, onTestFinished } from 'vitest';
import { json } from '../route/answer.ts';
import { defineRoute, routeTable } from '../route/route.ts';
import { text } from '../route/schema.ts';
import { type ClientOf, createClient } from './client.ts';

const asked = routeTable(
  defineRoute({
    id: 'tide',
    method: 'GET',
    path: '/tide',
    origin: 'ringside',
    answer: json(text()),
    duration: 'short',
    permission: 'none',
    idempotent: true,
    audit: false,
  }),
);

const clientOf = (baseUrl: string): ClientOf<typeof asked> => createClient(asked, { baseUrl, timeoutMs: 60_000 });

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
    return await clientOf(await silentSidecar(begun)).tide({}, bounds);
  });
  expect(faults).toEqual([]);
});

it('a call ends at the deadline that it shares, says what to do, and sends nothing after it', async () => {
  const clock = createManualClock();
  let requests = 0;
  const client = clientOf(await silentSidecar(() => (requests += 1)));
  const deadline = deadlineIn(clock, 500);
  const late = client.tide({}, { deadline }).catch((error: unknown) => error);
  await expect.poll(() => requests).toBe(1);
  await clock.advance(500);
  expect(await late).toMatchObject({
    code: 'OPERATION_TIMED_OUT',
    message: expect.stringMatching(/did not answer within 500 ms$/),
    details: { timeoutMs: 500 },
  });
  await expect(client.tide({}, { deadline })).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  expect(requests).toBe(1);
});
