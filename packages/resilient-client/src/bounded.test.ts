import { once } from 'node:events';
import type cassandra from 'cassandra-driver';
import { expect, test } from 'vitest';
import { systemClock } from '@ringside/core';
import { expose } from '@ringside/metrics';
import { compareAndSet } from './cas/compare-and-set.ts';
import { ResilientClient } from './client.ts';
import type { FakeRing } from './testing/fake-ring.ts';
import { errorAnswer, pageAnswer, rowsAnswer } from './testing/frames.ts';
import { askedOf, CALM, INSERT, READ, SELECT, sum, useRings } from './testing/use-ring.ts';

const rings = useRings('127.82.18');
const MANY = 10_000;
const PATIENT = { waitMs: 120_000 };

/** Requests to all hosts that were not answered yet, as the driver counts them. */
const inFlight = (client: cassandra.Client): number => {
  const state = client.getState();
  return sum(state.getConnectedHosts().map((host) => state.getInFlightQueries(host)));
};

/** The most requests that were in flight when a node got one. */
function watchFlights(ring: FakeRing, client: cassandra.Client): { most: number } {
  const seen = { most: 0 };
  for (const node of ring.nodes) {
    node.behave = () => {
      seen.most = Math.max(seen.most, inFlight(client));
      return undefined;
    };
  }
  return seen;
}

/** A client with one place, which a read takes that is never answered, and everything else behind it. */
async function busyClient(requests: { readonly queue: number; readonly waitMs: number }) {
  const ring = await rings.ring();
  const client = rings.client(ring, { resilience: { ...CALM, requests: { most: 1, ...requests } }, socketOptions: { readTimeout: 0 } });
  await client.connect();
  const arrived = new Promise<void>((resolve) => {
    for (const node of ring.nodes) {
      node.behave = () => {
        resolve();
        return 'nothing';
      };
    }
  });
  const first = client.execute(SELECT, ['a'], READ).catch((error: unknown) => error);
  await arrived;
  return { ring, client, first };
}

test('ten thousand statements at once all succeed, with no more in flight than allowed', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring, { resilience: { ...CALM, requests: PATIENT }, socketOptions: { readTimeout: 60_000 } });
  await client.connect();
  const seen = watchFlights(ring, client);
  const results = await Promise.all(Array.from({ length: MANY }, (_, index) => client.execute(SELECT, [String(index)], READ)));
  expect(results.filter(({ rows }) => rows[0]?.get('name') === 'this')).toHaveLength(MANY);
  expect(sum(askedOf(ring, SELECT))).toBe(MANY);
  expect(seen.most).toBeGreaterThan(500);
  expect(seen.most).toBeLessThanOrEqual(2_048);
}, 120_000);

test('batches, rows one by one and streams wait in the same line, and come through', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring, { resilience: { ...CALM, requests: { most: 3, ...PATIENT } } });
  await client.connect();
  const seen = watchFlights(ring, client);
  const rows: string[] = [];
  const keep = (row: cassandra.types.Row) => void rows.push(row.get('name') as string);
  const eachRow = (): Promise<void> =>
    new Promise((resolve, reject) => {
      client.eachRow(
        SELECT,
        ['a'],
        READ,
        (_, row) => keep(row),
        (error) => (error ? reject(error) : resolve()),
      );
    });
  const stream = async (): Promise<void> => {
    const from = client.stream(SELECT, ['a'], READ) as NodeJS.ReadableStream;
    from.on('data', keep);
    await once(from, 'end');
  };
  const batch = () => client.batch([{ query: INSERT, params: ['a', 'b'] }], { prepare: true });
  await Promise.all(Array.from({ length: 20 }, () => [batch(), eachRow(), stream()]).flat());
  expect(rows).toHaveLength(40);
  expect(seen.most).toBe(3);
});

test('the pages that a result sends for while one iterates over it are bounded, too', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring, { resilience: { ...CALM, requests: { most: 2, ...PATIENT } } });
  await client.connect();
  const seen = { most: 0, asked: 0 };
  for (const node of ring.nodes) {
    node.delayMs = () => 5;
    node.behave = () => {
      seen.most = Math.max(seen.most, inFlight(client));
      seen.asked += 1;
      return seen.asked <= 10 ? pageAnswer([{ name: 'one' }], 'next') : rowsAnswer([{ name: 'two' }]);
    };
  }
  const results = await Promise.all(Array.from({ length: 10 }, () => client.execute(SELECT, ['a'], READ)));
  const namesOf = async (result: AsyncIterable<cassandra.types.Row>): Promise<string[]> => {
    const names: string[] = [];
    for await (const row of result) names.push(row.get('name') as string);
    return names;
  };
  const names = await Promise.all(results.map(namesOf));
  expect(names).toEqual(Array.from({ length: 10 }, () => ['one', 'two']));
  expect(seen).toEqual({ most: 2, asked: 20 });
});

test('one more than the queue holds fails at once, says what to do, and nothing of it is sent', async () => {
  const { ring, client, first } = await busyClient({ queue: 2, ...PATIENT });
  const waiting = [1, 2].map(() => client.execute(SELECT, ['a'], READ).catch((error: unknown) => error));
  await expect(client.execute(INSERT, ['a', 'b'], READ)).rejects.toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    message: 'Too many requests: 1 are in progress, and 2 wait',
    remedy: expect.stringContaining('raise resilience.requests'),
  });
  await expect(client.batch([INSERT], { isIdempotent: true })).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  const failed = await new Promise((resolve) => client.execute(SELECT, ['a'], READ, resolve));
  expect(failed).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  const [told] = (await once(client.stream(SELECT, ['a'], READ), 'error')) as [unknown];
  expect(told).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  expect([sum(askedOf(ring, INSERT)), sum(askedOf(ring, SELECT))]).toEqual([0, 1]);
  const text = Buffer.concat([...expose(client.metricFamilies(), 'openmetrics-text')]).toString();
  expect(text).toMatch(/^ringside_client_requests_in_progress 1$/m);
  expect(text).toMatch(/^ringside_client_queued_requests 2$/m);
  expect(text).toMatch(/^ringside_client_refused_requests_total\{reason="queue-full"\} 4$/m);
  expect(text).toMatch(/^ringside_client_request_wait_seconds_count 0$/m);
  await client.shutdown();
  await Promise.all([first, ...waiting]);
});

test('a conditional write that found no place was refused: it is not called unknown, and no row is read', async () => {
  const { client, first, ring } = await busyClient({ queue: 0, ...PATIENT });
  const request = {
    write: { statement: `${INSERT} IF NOT EXISTS`, values: ['a', 'b'] },
    read: { statement: SELECT, values: ['a'] },
    isOurs: () => true,
  };
  await expect(compareAndSet(client, request)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  expect(sum(askedOf(ring, SELECT))).toBe(1);
  await client.shutdown();
  await first;
});

test('what waits when the client is shut down fails at once, and is never sent', async () => {
  const { ring, client, first } = await busyClient({ queue: 10, ...PATIENT });
  const waiting = client.execute(INSERT, ['a', 'b'], READ).catch((error: unknown) => error);
  await client.shutdown();
  expect(await waiting).toMatchObject({
    code: 'ABORTED',
    message: 'The request was interrupted: its client was shut down while it waited',
  });
  await first;
  await expect(client.execute(INSERT, ['a', 'b'], READ)).rejects.toThrow('shutdown');
  expect(sum(askedOf(ring, INSERT))).toBe(0);
});

test('what waits longer than allowed fails', async () => {
  const { client, first } = await busyClient({ queue: 10, waitMs: 50 });
  await expect(client.execute(SELECT, ['a'], READ)).rejects.toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    message: 'Too many requests: this one waited 50 ms while 1 others were in progress',
  });
  await client.shutdown();
  await first;
});

test('a statement keeps its place while it is sent again after a pause', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring, { resilience: { ...CALM, requests: { most: 1, ...PATIENT } } });
  const asked: string[] = [];
  for (const node of ring.nodes) {
    node.behave = ({ query }) => (asked.push(query) <= 4 ? errorAnswer(0x10_01, 'Too busy') : undefined);
  }
  await Promise.all([client.execute(SELECT, ['a'], READ), systemClock.sleep(1).then(() => client.execute(INSERT, ['a', 'b'], READ))]);
  expect(asked).toEqual([...Array.from({ length: 5 }, () => SELECT), INSERT]);
});

test.each([{ requests: { most: 0 } }, { requests: { most: NaN } }, { hotKeys: { mostKeys: 0 } }, { hotKeys: { windowMs: -1 } }])(
  'a client with which nothing could be sent or counted is not made: %o',
  (resilience) => {
    const make = () => new ResilientClient({ contactPoints: ['127.82.18.9'], resilience });
    expect(make).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(/is not a number of at least 1: /) }),
    );
  },
);
