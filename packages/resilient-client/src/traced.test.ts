import type { Tracer } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import cassandra from 'cassandra-driver';
import { expect, expectTypeOf, test } from 'vitest';
import type { FakeRing } from './testing/fake-ring.ts';
import { errorAnswer, pageAnswer, rowsAnswer, unavailable } from './testing/frames.ts';
import { CALM, INSERT, READ, SELECT, useRings } from './testing/use-ring.ts';
import type { SpanTracer } from './tracing/tracer.ts';

const rings = useRings('127.82.20');
const SECRET = 'secret-value';
const CLIENT_KIND = 2;
const ERROR = { code: 2 };
const UNSET = { code: 0 };

/** A ring with a client whose spans are kept. */
async function setUp(resilience: object = {}, options: cassandra.ClientOptions = {}) {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const ring = await rings.ring();
  const client = rings.client(ring, { ...options, resilience: { ...CALM, ...resilience, tracer: provider.getTracer('test') } });
  await client.connect();
  return { ring, client, spans: () => exporter.getFinishedSpans() };
}

const coordinators = (ring: FakeRing) => ring.nodes.map(({ address }) => address);
const eventsOf = (span: ReadableSpan | undefined): readonly Readonly<Record<string, unknown>>[] | undefined =>
  span?.events.map(({ name, attributes }) => ({ name, ...attributes }));
const textOf = (spans: readonly ReadableSpan[]) =>
  JSON.stringify(spans.map(({ name, attributes, events, status }) => ({ name, attributes, events, status })));

test('a tracer of OpenTelemetry is one that the client takes', () => {
  expectTypeOf<Tracer>().toExtend<SpanTracer>();
});

test('a statement is a span of a client by the conventions, with its coordinator and without its values', async () => {
  const { ring, client, spans } = await setUp();
  await client.execute(SELECT, [SECRET], { ...READ, consistency: cassandra.types.consistencies.localQuorum });
  const [span] = spans();
  expect(spans()).toHaveLength(1);
  expect(span).toMatchObject({ name: 'SELECT items', kind: CLIENT_KIND, status: UNSET, events: [] });
  const { 'server.address': address, 'cassandra.coordinator.id': id, ...attributes } = span?.attributes ?? {};
  expect(attributes).toEqual({
    'db.system.name': 'cassandra',
    'db.namespace': 'shop',
    'db.collection.name': 'items',
    'db.operation.name': 'SELECT',
    'db.query.text': SELECT,
    'server.port': ring.port,
    'cassandra.coordinator.dc': 'dc1',
    'cassandra.consistency.level': 'local_quorum',
    'cassandra.query.idempotent': true,
    'cassandra.speculative_execution.count': 0,
  });
  expect(coordinators(ring)).toContain(address);
  expect(id).toBe(`00000000-0000-0000-0000-00000000000${coordinators(ring).indexOf(String(address)) + 1}`);
  expect(textOf(spans())).not.toContain(SECRET);
});

test('batches of one options object each have a span of their own, with how they were sent', async () => {
  const { client, spans } = await setUp();
  const options = { prepare: true, isIdempotent: true, consistency: cassandra.types.consistencies.two };
  const queries = [INSERT, INSERT].map((query) => ({ query, params: [SECRET, SECRET] }));
  await Promise.all([client.batch(queries, options), client.batch(queries, options)]);
  await client.batch(queries, { prepare: true });
  const sent = spans().map(({ name, attributes }) => [
    name,
    attributes['cassandra.consistency.level'],
    attributes['cassandra.query.idempotent'],
  ]);
  expect(sent).toEqual([
    ['BATCH INSERT items', 'two', true],
    ['BATCH INSERT items', 'two', true],
    ['BATCH INSERT items', 'local_one', false],
  ]);
  expect(textOf(spans())).not.toContain(SECRET);
});

test('a failure is an error with its code; neither its message nor a literal of the statement is told', async () => {
  const { ring, client, spans } = await setUp();
  for (const node of ring.nodes) node.behave = () => errorAnswer(0x20_00, `line 1: no viable alternative at '${SECRET}'`);
  await expect(client.execute(`SELECT name FROM items WHERE id = '${SECRET}'`)).rejects.toThrow(SECRET);
  const [span] = spans();
  expect(span).toMatchObject({
    status: ERROR,
    attributes: { 'error.type': '8192', 'db.response.status_code': '8192', 'server.port': ring.port },
  });
  expect(span?.attributes['db.query.text']).toBe('SELECT name FROM items WHERE id = ?');
  expect(textOf(spans())).not.toContain(SECRET);
});

test('what is sent again tells why: at once, and after a pause', async () => {
  const { ring, client, spans } = await setUp();
  let refusals = 1;
  for (const node of ring.nodes) node.behave = () => ((refusals -= 1) >= 0 ? unavailable() : undefined);
  await client.execute(SELECT, ['a'], READ);
  refusals = 2;
  await client.batch([INSERT, INSERT], { isIdempotent: true });
  const [read, batch] = spans();
  expect(eventsOf(read)).toEqual([{ name: 'ringside.retry', 'ringside.retry.fault': 'unavailable' }]);
  expect(eventsOf(batch)?.map((event) => event['ringside.retry.fault'])).toEqual(['unavailable', 'waited']);
  expect([read?.status, batch?.status]).toEqual([UNSET, UNSET]);
});

test('a statement that is hedged tells which host was asked second, and how often', async () => {
  const hedging = { mostShare: 1, mostSaved: 1_000, leastMs: 1 };
  const { ring, client, spans } = await setUp({ hedging }, { socketOptions: { readTimeout: 2_000 } });
  for (let turn = 0; turn < 100; turn += 1) await client.execute(SELECT, ['a'], { prepare: true });
  const asked: string[] = [];
  for (const node of ring.nodes) node.behave = ({ query }) => (query === SELECT && asked.push(node.address) === 1 ? 'nothing' : undefined);
  await client.execute(SELECT, ['a'], READ);
  const span = spans().at(-1);
  expect(eventsOf(span)).toEqual([{ name: 'ringside.hedge', 'server.address': asked[1], 'server.port': ring.port }]);
  expect(span?.attributes).toMatchObject({ 'cassandra.speculative_execution.count': 1, 'server.address': asked[1] });
});

test('a statement that is hedged in vain is an error that tells of its hedge', async () => {
  const hedging = { mostShare: 1, mostSaved: 1_000, leastMs: 1 };
  const retry = new cassandra.policies.retry.FallthroughRetryPolicy();
  const { ring, client, spans } = await setUp({ hedging }, { socketOptions: { readTimeout: 300 } });
  for (let turn = 0; turn < 100; turn += 1) await client.execute(SELECT, ['a'], { prepare: true });
  for (const node of ring.nodes) node.behave = () => 'nothing';
  await expect(client.execute(SELECT, ['a'], { ...READ, retry })).rejects.toThrow(cassandra.errors.OperationTimedOutError);
  const span = spans().at(-1);
  expect(span).toMatchObject({
    status: ERROR,
    attributes: { 'error.type': 'OperationTimedOutError', 'cassandra.speculative_execution.count': 1 },
  });
});

test('a span begins when the program sends, and includes the wait; one that is refused is an error without a coordinator', async () => {
  const { ring, client, spans } = await setUp({ requests: { most: 1, queue: 1 } });
  for (const node of ring.nodes) node.delayMs = () => 50;
  const sent = [1, 2, 3].map(() => client.execute(SELECT, ['a'], READ));
  const outcomes = await Promise.allSettled(sent);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  const [refused, first, second] = spans();
  expect(refused).toMatchObject({ status: ERROR });
  expect(refused?.attributes).toMatchObject({ 'error.type': 'TOO_MANY_REQUESTS' });
  expect(refused?.attributes['server.address']).toBeUndefined();
  const msOf = ([seconds = 0, nanoseconds = 0]: readonly number[]) => seconds * 1_000 + nanoseconds / 1e6;
  expect(msOf(second?.startTime ?? [])).toBeLessThan(msOf(first?.endTime ?? []));
  expect(msOf(second?.duration ?? [])).toBeGreaterThan(90);
});

test('each page that iterating over a result sends for is a span, too', async () => {
  const { ring, client, spans } = await setUp();
  let asked = 0;
  for (const node of ring.nodes)
    node.behave = () => ((asked += 1) === 1 ? pageAnswer([{ name: 'one' }], 'next') : rowsAnswer([{ name: 'two' }]));
  const names: string[] = [];
  for await (const row of await client.execute(SELECT, ['a'], READ)) names.push(row.get('name') as string);
  expect(names).toEqual(['one', 'two']);
  expect(spans().map(({ name }) => name)).toEqual(['SELECT items', 'SELECT items']);
});

test('what cannot be sent at all is one span, too: nothing is connected', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const options = { resilience: { tracer: provider.getTracer('test') } };
  const client = rings.client({ nodes: [], port: 1, contactPoints: ['127.82.20.9'], close: async () => undefined }, options);
  await expect(client.execute(SELECT, ['a'], READ)).rejects.toThrow('No contact point answers');
  expect(exporter.getFinishedSpans()).toMatchObject([
    { name: 'SELECT items', status: ERROR, attributes: { 'error.type': 'NoHostAvailableError' } },
  ]);
});

test('what is no statement and no batch fails as the driver says', async () => {
  const { client, spans } = await setUp();
  const wrong = undefined as unknown as string[];
  await expect(client.batch(wrong)).rejects.toThrow('Queries should be an Array');
  await expect(client.batch([null as unknown as string])).rejects.toThrow('Invalid query at index 0');
  expect(spans().map(({ name, attributes }) => [name, attributes['error.type']])).toEqual([
    ['shop', 'ArgumentError'],
    ['shop', 'ArgumentError'],
  ]);
});
