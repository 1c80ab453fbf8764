import { expect, test } from 'vitest';
import type { HotKey } from './hot-keys/hot-keys.ts';
import { errorAnswer } from './testing/frames.ts';
import { CALM, INSERT, READ, SELECT, useRings } from './testing/use-ring.ts';

const rings = useRings('127.82.19');
const told = ({ keyspace, table, routingKey, atLeast, share }: HotKey) => [keyspace, table, String(routingKey), atLeast, share];

test('the hottest partition is told with its keyspace, table and key, and what its responses were like', async () => {
  const client = rings.client(await rings.ring());
  for (let turn = 0; turn < 6; turn += 1) await client.execute(SELECT, ['hot'], READ);
  for (let turn = 0; turn < 3; turn += 1) await client.execute(INSERT, ['warm', 'b'], READ);
  await client.execute(SELECT, ['cold'], READ);
  const { keys, requests, spanMs } = client.hotKeys();
  expect(keys.map(told)).toEqual([
    ['shop', 'items', 'hot', 6, 0.6],
    ['shop', 'items', 'warm', 3, 0.3],
    ['shop', 'items', 'cold', 1, 0.1],
  ]);
  expect([requests, keys[0]?.atMost]).toEqual([10, 6]);
  expect(spanMs).toBeGreaterThan(0);
  expect(keys[0]?.responseBytes).toBe(6 * (keys[2]?.responseBytes ?? 0));
  expect(keys[2]?.responseBytes).toBeGreaterThan(20);
  expect(keys[2]?.latencyMs).toBeGreaterThan(0);
  expect(client.hotKeys(1).keys.map(told)).toEqual([['shop', 'items', 'hot', 6, 0.6]]);
});

test('a request that fails counts, too: a partition that nobody can read any more is the one to find', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring);
  for (const node of ring.nodes) node.behave = () => errorAnswer(0x13_00, 'No', Buffer.from([0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0]));
  await expect(client.execute(SELECT, ['a'], { prepare: true })).rejects.toThrow('failure');
  expect(client.hotKeys().keys).toMatchObject([{ atLeast: 1, responseBytes: 0 }]);
});

test('a batch counts for the partition of its first statement; of what is not prepared, only what is sent with a routing key counts', async () => {
  const client = rings.client(await rings.ring());
  const params = (key: string) => ({ query: INSERT, params: [key, 'b'] });
  await client.batch([params('first'), params('second')], { prepare: true });
  await client.execute("SELECT name FROM items WHERE id = 'a'");
  await client.execute("SELECT name FROM other.items WHERE id = 'a'", [], { routingKey: Buffer.from('given') });
  await client.execute("SELECT name FROM items WHERE id = 'a'", [], { routingKey: Buffer.from('own') });
  expect(client.hotKeys().keys.map(told)).toEqual([
    ['shop', 'items', 'first', 1, 1 / 3],
    ['other', 'items', 'given', 1, 1 / 3],
    ['shop', 'items', 'own', 1, 1 / 3],
  ]);
});

test('how many keys are monitored is an option, and the answer says how far a count may be off', async () => {
  const client = rings.client(await rings.ring(), { resilience: { ...CALM, hotKeys: { mostKeys: 1 } } });
  for (const key of ['a', 'b', 'c']) await client.execute(SELECT, [key], READ);
  expect(client.hotKeys().keys).toMatchObject([{ routingKey: Buffer.from('c'), atLeast: 1, atMost: 3 }]);
});
