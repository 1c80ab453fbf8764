import cassandra from 'cassandra-driver';
import { expose } from '@ringside/metrics';
import { expect, test } from 'vitest';
import { errorAnswer, readFailure, unavailable } from './testing/frames.ts';
import { askedOf, CALM, INSERT, READ, SELECT, sum, useRings } from './testing/use-ring.ts';

const rings = useRings('127.82.16');
const POLL = { timeout: 30_000, interval: 0 };

/** Sends a read, and says how many hosts the client holds for up. */
async function readAndCountUp(client: cassandra.Client): Promise<number> {
  await client.execute(SELECT, ['a'], READ).catch(() => undefined);
  return client.hosts.values().filter((host) => host.isUp()).length;
}

const OVERLOADED = errorAnswer(0x10_01, 'Too busy');

test('an idempotent statement that all nodes are too busy for is sent again after a pause, and succeeds when they are not', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring);
  let refusals = 4;
  for (const node of ring.nodes) node.behave = ({ query }) => (query === SELECT && (refusals -= 1) >= 0 ? OVERLOADED : undefined);
  const { rows } = await client.execute(SELECT, ['a'], READ);
  expect(rows).toHaveLength(1);
  expect(sum(askedOf(ring, SELECT))).toBe(5);
});

test('a read that a replica failed is sent once more, and then fails as the node said', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring);
  let failures = 1;
  for (const node of ring.nodes) node.behave = ({ query }) => (query === SELECT && (failures -= 1) >= 0 ? readFailure() : undefined);
  expect((await client.execute(SELECT, ['a'], READ)).rows).toHaveLength(1);
  failures = Infinity;
  await expect(client.execute(SELECT, ['a'], READ)).rejects.toThrow('Server failure during read');
  expect(sum(askedOf(ring, SELECT))).toBe(4);
});

test('what must not run twice is not sent again, nor what is conditional, nor rows that were handed over one by one', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring);
  for (const node of ring.nodes) node.behave = () => OVERLOADED;
  const conditional = `${INSERT} IF NOT EXISTS`;
  await expect(client.execute(INSERT, ['a', 'b'], { prepare: true })).rejects.toThrow('Too busy');
  await expect(client.execute(conditional, ['a', 'b'], READ)).rejects.toThrow('Too busy');
  await expect(client.batch([{ query: conditional, params: ['a', 'b'] }], READ)).rejects.toThrow('Too busy');
  await new Promise<void>((resolve) => {
    client.eachRow(
      SELECT,
      ['a'],
      READ,
      () => undefined,
      () => resolve(),
    );
  });
  expect([sum(askedOf(ring, INSERT)), sum(askedOf(ring, conditional))]).toEqual([1, 1]);
  expect(sum(askedOf(ring, SELECT))).toBe(2);
});

test('when all replicas of a range are down, the error names the range and the nodes', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring);
  await client.execute(SELECT, ['a'], READ);
  await Promise.all(ring.nodes.map((node) => node.stop()));
  await expect.poll(() => readAndCountUp(client), POLL).toBe(0);
  const failed = await client.execute(SELECT, ['a'], READ).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(cassandra.errors.NoHostAvailableError);
  const { message } = failed as Error;
  expect(message).toMatch(/^All replicas of the range \(-?\d+, -?\d+\] are down: /);
  for (const { address } of ring.nodes) expect(message).toContain(`${address}:${ring.port}`);
});

test('when too few replicas are up, the error keeps what the node said and names those that are down', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring);
  await client.execute(SELECT, ['a'], READ);
  await ring.nodes[1]?.stop();
  await expect.poll(() => readAndCountUp(client), POLL).toBe(2);
  for (const node of ring.nodes) node.behave = () => unavailable();
  await expect(
    client.execute(INSERT, ['a', 'b'], { prepare: true, retry: new cassandra.policies.retry.FallthroughRetryPolicy() }),
  ).rejects.toThrow(/^Not enough replicas.*1 of 3 replicas of the range \(-?\d+, -?\d+\] are down: 127\.82\.16\.2:\d+$/);
});

test('what is measured is exposed host by host', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring, { resilience: CALM });
  for (let turn = 0; turn < 30; turn += 1) await client.execute(SELECT, [String(turn)], READ);
  for (const node of ring.nodes) node.behave = ({ query }) => (query === INSERT ? OVERLOADED : undefined);
  await client.execute(INSERT, ['a', 'b'], { prepare: true }).catch(() => undefined);
  const text = Buffer.concat([...expose(client.metricFamilies(), 'openmetrics-text')]).toString();
  const total = (name: string) => sum([...text.matchAll(new RegExp(`^${name}\\{.*\\} (\\d+)$`, 'gm'))].map(([, value]) => Number(value)));
  expect(total('ringside_client_request_latency_seconds_count')).toBe(30);
  expect(total('ringside_client_request_errors_total')).toBe(1);
  expect(text).toMatch(/ringside_client_host_demoted\{host="127\.82\.16\.1:\d+"\} 0/);
  expect(text.match(/^ringside_client_in_flight_requests\{/gm)).toHaveLength(3);
});
