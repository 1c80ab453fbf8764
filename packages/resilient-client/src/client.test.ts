import { once } from 'node:events';
import cassandra from 'cassandra-driver';
import { expect, test } from 'vitest';
import { ResilientClient } from './client.ts';
import { errorAnswer, rowsAnswer, unavailable, writeTimeout } from './testing/frames.ts';
import { askedOf, CALM, INSERT, READ, SELECT, sum, useRings } from './testing/use-ring.ts';

const { ring: ringOf, client: clientOf } = useRings('127.82.14');

test('a program goes on as it was: promises and callbacks, batches, pages, rows one by one, and streams', async () => {
  const client = clientOf(await ringOf());
  const { rows } = await client.execute(SELECT, ['a'], READ);
  expect(rows.map((row) => row.get('name'))).toEqual(['this']);
  const fromCallback = await new Promise((resolve, reject) => {
    client.execute(SELECT, ['a'], READ, (error, result) => (error ? reject(error) : resolve(result.first().get('name'))));
  });
  expect(fromCallback).toBe('this');
  await client.batch([{ query: INSERT, params: ['a', 'b'] }], { prepare: true });
  const seen: string[] = [];
  await new Promise<void>((resolve, reject) => {
    client.eachRow(
      SELECT,
      ['a'],
      READ,
      (_, row) => seen.push(row.get('name') as string),
      (error) => (error ? reject(error) : resolve()),
    );
  });
  const stream = client.stream(SELECT, ['a'], READ) as NodeJS.ReadableStream;
  stream.on('data', (row: cassandra.types.Row) => seen.push(row.get('name') as string));
  await once(stream, 'end');
  expect(seen).toEqual(['this', 'this']);
});

test('execution profiles, policies, a tracker and metrics of the program stay in use', async () => {
  const ring = await ringOf();
  const heard: string[] = [];
  const tracker = new cassandra.tracker.RequestLogger({ logNormalRequests: true });
  tracker.onSuccess = () => heard.push('answer');
  class Metrics extends cassandra.metrics.DefaultMetrics {
    override onSuccessfulResponse(): void {
      heard.push('metric');
    }
  }
  const address = `${ring.nodes[1]?.address}:${ring.port}`;
  const { AllowListPolicy, RoundRobinPolicy } = cassandra.policies.loadBalancing;
  const second = new cassandra.ExecutionProfile('second', { loadBalancing: new AllowListPolicy(new RoundRobinPolicy(), [address]) });
  const client = clientOf(ring, { requestTracker: tracker, metrics: new Metrics(), profiles: [second] });
  for (let turn = 0; turn < 4; turn += 1) await client.execute(SELECT, ['a'], { ...READ, executionProfile: 'second' });
  expect(askedOf(ring, SELECT)).toEqual([0, 4, 0]);
  expect(heard).toEqual(Array.from({ length: 4 }, () => ['metric', 'answer']).flat());
});

test('conditional writes and serial reads of one partition all go to its first replica in ring order', async () => {
  const ring = await ringOf();
  const client = clientOf(ring);
  const insert = `${INSERT} IF NOT EXISTS`;
  for (let turn = 0; turn < 20; turn += 1) {
    await client.execute(insert, ['a', 'b'], READ);
    await client.execute(SELECT, ['a'], { ...READ, consistency: cassandra.types.consistencies.serial });
  }
  const [first] = client.getReplicas('shop', Buffer.from('a'));
  const places = ring.nodes.map(({ address }) => (first?.address.startsWith(`${address}:`) === true ? 20 : 0));
  expect(askedOf(ring, insert)).toEqual(places);
  expect(askedOf(ring, SELECT)).toEqual(places);
});

test('an idempotent statement that is not answered goes to a second host; one that must not run twice waits', async () => {
  const ring = await ringOf();
  const hedging = { mostShare: 1, mostSaved: 1_000, leastMs: 1 };
  const client = clientOf(ring, { resilience: { ...CALM, hedging }, socketOptions: { readTimeout: 300 } });
  for (let turn = 0; turn < 100; turn += 1) await client.execute(SELECT, ['a'], { prepare: true });
  const silent = (query: string): string[] => {
    const asked: string[] = [];
    for (const node of ring.nodes) node.behave = (each) => (each.query === query && asked.push(node.address) === 1 ? 'nothing' : undefined);
    return asked;
  };
  const reads = silent(SELECT);
  await client.execute(SELECT, ['a'], READ);
  expect(new Set(reads).size).toBe(2);
  const writes = silent(INSERT);
  await expect(client.execute(INSERT, ['a', 'b'], { prepare: true })).rejects.toThrow(cassandra.errors.OperationTimedOutError);
  expect(writes).toHaveLength(1);
  const conditional = silent(`${INSERT} IF NOT EXISTS`);
  await expect(client.execute(`${INSERT} IF NOT EXISTS`, ['a', 'b'], READ)).rejects.toThrow(cassandra.errors.OperationTimedOutError);
  expect(conditional).toHaveLength(1);
});

test('no statement is hedged beyond the budget', async () => {
  const ring = await ringOf();
  const client = clientOf(ring, { resilience: { ...CALM, hedging: { mostShare: 0, mostSaved: 0 } }, socketOptions: { readTimeout: 200 } });
  for (let turn = 0; turn < 100; turn += 1) await client.execute(SELECT, ['a'], READ);
  let asked = 0;
  for (const node of ring.nodes) node.behave = ({ query }) => (query === SELECT && (asked += 1) > 0 ? 'nothing' : undefined);
  await expect(client.execute(SELECT, ['a'], READ)).rejects.toThrow(cassandra.errors.OperationTimedOutError);
  // Once, and once more when the first was not answered in time.
  expect(asked).toBe(2);
});

test('a host whose answers take 200 ms goes into quarantine, and is hardly asked any more; when it is fast again it comes back', async () => {
  const ring = await ringOf();
  const client = clientOf(ring, { resilience: { quarantine: { slowMarginMs: 50 } } });
  const [, slow] = ring.nodes;
  if (slow === undefined) throw new Error('The ring has three nodes');
  const address = `${slow.address}:${ring.port}`;
  const stateOf = () => client.hostHealth().find((host) => host.address === address)?.state;
  const read = async (count: number): Promise<void> => {
    const keys = Array.from({ length: count }, (_, index) => String(index));
    await Promise.all(keys.map((key) => client.execute(SELECT, [key], READ)));
  };
  // By time, not by how often: a fast machine asks thousands of times before a slow answer is there.
  const readUntil = async (state: string): Promise<void> => {
    await expect.poll(() => read(10).then(stateOf), { timeout: 30_000, interval: 0 }).toBe(state);
  };
  await read(100);
  slow.delayMs = () => 200;
  await readUntil('quarantined');
  const before = slow.asked.length;
  for (let turn = 0; turn < 30; turn += 1) await read(10);
  expect(slow.asked.length - before).toBeLessThan(30);
  slow.delayMs = () => 0;
  await readUntil('steady');
});

test.each([
  ['SIMPLE', true, 2],
  ['SIMPLE', false, 1],
  ['BATCH_LOG', true, 2],
  ['COUNTER', true, 1],
  ['CAS', true, 1],
])('a write of type %s that timed out, idempotent %s, is sent %i times', async (writeType, isIdempotent, times) => {
  const ring = await ringOf();
  const client = clientOf(ring);
  for (const node of ring.nodes) node.behave = ({ query }) => (query === INSERT ? writeTimeout(writeType) : undefined);
  await expect(client.execute(INSERT, ['a', 'b'], { prepare: true, isIdempotent })).rejects.toThrow('Server timeout');
  expect(sum(askedOf(ring, INSERT))).toBe(times);
});

test('what is unavailable is tried once on another host, and a conditional write not at all', async () => {
  const ring = await ringOf();
  const client = clientOf(ring);
  for (const node of ring.nodes) node.behave = () => unavailable();
  await expect(client.execute(SELECT, ['a'], { prepare: true })).rejects.toThrow('Not enough replicas');
  expect(askedOf(ring, SELECT).toSorted((a, b) => a - b)).toEqual([0, 1, 1]);
  await expect(client.execute(`${INSERT} IF NOT EXISTS`, ['a', 'b'], READ)).rejects.toThrow('Not enough replicas');
  expect(sum(askedOf(ring, `${INSERT} IF NOT EXISTS`))).toBe(1);
});

test('a thousand statements that fail are not sent two thousand times', async () => {
  const ring = await ringOf();
  const client = clientOf(ring);
  for (const node of ring.nodes) node.behave = ({ query }) => (query === SELECT ? errorAnswer(0x10_01, 'Too busy') : undefined);
  const outcomes = await Promise.allSettled(Array.from({ length: 1_000 }, () => client.execute(SELECT, ['a'], READ)));
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1_000);
  expect(sum(askedOf(ring, SELECT))).toBeLessThan(1_100);
});

test('the only datacenter is found; of several one must be named, and the error has their names', async () => {
  const ring = await ringOf({ datacenters: ['east', 'west', 'east'] });
  await expect(clientOf(ring).connect()).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: 'The cluster has several datacenters, and none is named as local: east, west',
  });
  await expect(clientOf(ring, { localDataCenter: 'north' }).connect()).rejects.toThrow(
    'The cluster has no datacenter north; it has east, west',
  );
  const client = clientOf(ring, { localDataCenter: 'east' });
  for (let turn = 0; turn < 20; turn += 1) await client.execute(SELECT, [String(turn)], READ);
  expect(askedOf(ring, SELECT)[1]).toBe(0);
  expect(sum(askedOf(ring, SELECT))).toBe(20);
});

test('a host that was stopped is not missed, and comes back over probes', async () => {
  const ring = await ringOf();
  const client = clientOf(ring, {
    resilience: { quarantine: { slowMarginMs: 5_000 } },
    policies: { reconnection: new cassandra.policies.reconnection.ConstantReconnectionPolicy(50) },
  });
  await client.connect();
  const [, , third] = ring.nodes;
  const address = `${third?.address}:${ring.port}`;
  const stateOf = () => client.hostHealth().find((host) => host.address === address)?.state;
  const readOn = async (isThere: () => boolean): Promise<void> => {
    const readOnce = (): Promise<boolean> => client.execute(SELECT, [String(Math.random())], READ).then(isThere);
    await expect.poll(readOnce, { timeout: 30_000, interval: 0 }).toBe(true);
  };
  await readOn(() => stateOf() === 'steady');
  await third?.stop();
  await readOn(() => stateOf() === 'down');
  expect(stateOf()).toBe('down');
  await third?.start();
  const states = new Set<string | undefined>();
  await readOn(() => states.add(stateOf()).has('steady'));
  expect([...states]).toEqual(['down', 'returning', 'steady']);
});

test('when no contact point answers, the error says which were tried and why; programs still know it by its class', async () => {
  const client = new ResilientClient({ contactPoints: ['127.82.14.9', '127.82.14.8'], protocolOptions: { port: 1 } });
  const failed = await client.execute(SELECT).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(cassandra.errors.NoHostAvailableError);
  expect((failed as Error).message).toMatch(/^No contact point answers: 127\.82\.14\.\d:1 \(connect ECONNREFUSED 127\.82\.14\.\d:1\), /);
});

test('rows come with the values that the node sent', async () => {
  const ring = await ringOf();
  for (const node of ring.nodes)
    node.behave = ({ query }) => (query === SELECT ? rowsAnswer([{ name: 'one' }, { name: 'two' }]) : undefined);
  const { rows } = await clientOf(ring).execute(SELECT, ['a'], READ);
  expect(rows.map((row) => row.get('name'))).toEqual(['one', 'two']);
});
