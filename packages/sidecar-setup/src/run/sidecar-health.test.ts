import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@ringside/core';
import { createManualClock } from '@ringside/core/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { awaitSidecar } from './sidecar-health.ts';

const SOON = { timeout: 30_000 };
const UNIT = 'ringside-sidecar-10.0.0.1-9042.service';
let server: Server;
let asked: string[];
/** How often it is not well before it is. */
let failures: number;

beforeEach(async () => {
  asked = [];
  failures = 0;
  server = createServer(({ url }, answer) => {
    asked.push(url ?? '');
    answer.statusCode = asked.length > failures ? 200 : 503;
    answer.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => void server.close());

const place = (): { readonly address: string; readonly port: number } => ({
  address: '127.0.0.1',
  port: (server.address() as AddressInfo).port,
});

test('a sidecar that becomes well is waited for', async () => {
  failures = 2;
  await awaitSidecar('10.0.0.1:9042', place(), UNIT, { clock: systemClock });
  expect(asked).toEqual(Array.from({ length: 3 }, () => '/api/v1/__health'));
});

test('one that does not is given up, and where its log is told', async () => {
  failures = Number.POSITIVE_INFINITY;
  const { address, port } = place();
  const clock = createManualClock();
  const given = awaitSidecar('10.0.0.1:9042', place(), UNIT, { clock, withinMs: 600_000 }).catch((error: unknown) => error);
  // It is asked again when the first answer is there, however slow the machine; only then its time is over.
  await expect.poll(() => asked.length, SOON).toBe(1);
  while (asked.length === 1) {
    await clock.advance(250);
    await sleep(10);
  }
  await clock.advance(600_000);
  expect(await given).toMatchObject({
    code: 'SIDECAR_SILENT',
    message: `The sidecar of 10.0.0.1:9042 (${UNIT}) does not run, and does not answer at http://${address}:${port} within 600 s: NOT OK`,
    remedy: expect.stringContaining(`journalctl -u ${UNIT} -n 50`) as string,
  });
});

test('an interrupted wait ends', async () => {
  failures = Number.POSITIVE_INFINITY;
  const signal = AbortSignal.timeout(50);
  await expect(awaitSidecar('10.0.0.1:9042', place(), UNIT, { clock: systemClock, signal })).rejects.toMatchObject({ code: 'ABORTED' });
});
