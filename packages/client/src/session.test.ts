import cassandra from 'cassandra-driver';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSession, type Session } from './session.ts';
import type { SessionOptions } from './options.ts';
import { type Behaviour, error, type FakeNode, int, keyspaceCreated, rows, short, startFakeNode, text } from './testing.ts';

/** What is waited for comes at once; a busy machine may take its time. */
const PATIENCE_MS = 30_000;
const QUORUM = 4;
const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

async function node(behave?: Behaviour, delayMs?: number): Promise<FakeNode> {
  const fake = await startFakeNode(behave, delayMs);
  opened.push(() => fake.close());
  return fake;
}

async function open({ port }: Pick<FakeNode, 'port'>, options: Partial<SessionOptions> = {}): Promise<Session> {
  const session = await openSession({
    contactPoints: ['127.0.0.1'],
    port,
    connectTimeoutMs: PATIENCE_MS,
    requestTimeoutMs: PATIENCE_MS,
    ...options,
  });
  opened.push(() => session.close());
  return session;
}

/** Answers the one query of the test; connecting goes on as with every node. */
const onQuery =
  (answer: ReturnType<Behaviour>): Behaviour =>
  ({ query }) =>
    query === 'Q' ? answer : undefined;

describe('openSession()', () => {
  it('says who coordinates, and in which datacenter', async () => {
    const fake = await node();
    expect(await open(fake)).toMatchObject({ coordinator: `127.0.0.1:${fake.port}`, datacenter: 'dc1', protocolVersion: 4 });
  });

  it('refuses a coordinator of another datacenter than the one that is demanded', async () => {
    const fake = await node();
    await expect(open(fake, { localDatacenter: 'dc2' })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: `Cassandra at 127.0.0.1:${fake.port} is in datacenter dc1, not in dc2`,
    });
    expect((await open(fake, { localDatacenter: 'dc1' })).datacenter).toBe('dc1');
    await vi.waitFor(() => expect(fake.connections()).toBe(1), { timeout: PATIENCE_MS });
  });

  it.each([
    ['accepts connections and never answers', (): 'nothing' => 'nothing', 0],
    ['lets us in and then says no more', ({ query }: { query: string }) => (query === '' ? undefined : ('nothing' as const)), 0],
    // Each step is within its own time-out: only a deadline for all of them ends it.
    ['takes its time for each answer', () => undefined, 200],
  ])('gives up at its deadline on a node that %s, and leaves no connection behind', async (_, behave, delayMs) => {
    const fake = await node(behave, delayMs);
    await expect(open(fake, { connectTimeoutMs: 300 })).rejects.toMatchObject({
      code: 'CASSANDRA_UNAVAILABLE',
      message: `Cassandra does not answer CQL at 127.0.0.1, port ${fake.port}: no answer within 300 ms`,
    });
    await vi.waitFor(() => expect(fake.connections()).toBe(0), { timeout: PATIENCE_MS });
  });

  it('tries the next contact point', async () => {
    const fake = await node();
    const session = await openSession({ contactPoints: ['127.0.0.2', '127.0.0.1'], port: fake.port });
    opened.push(() => session.close());
    expect(session.coordinator).toBe(`127.0.0.1:${fake.port}`);
  });

  it('stops when its signal aborts', async () => {
    const fake = await node(() => 'nothing');
    const aborting = new AbortController();
    const opening = open(fake, { signal: aborting.signal, connectTimeoutMs: 500 });
    aborting.abort();
    await expect(opening).rejects.toMatchObject({ code: 'ABORTED' });
    await vi.waitFor(() => expect(fake.connections()).toBe(0), { timeout: PATIENCE_MS });
  });

  it.each([
    [0x01_00, 'UNAUTHORIZED', 'needs other credentials'],
    [0x22_00, 'NOT_FOUND', 'said so'],
    [0x10_02, 'CASSANDRA_UNAVAILABLE', ': said so'],
    [0x00_00, 'CASSANDRA_FAILED', 'answered with an internal error: said so'],
  ])('of a node that answers with error %i fails with %s', async (code, expected, message) => {
    const fake = await node(({ query }) => (query.startsWith('USE') ? error(code, 'said so') : undefined));
    await expect(open(fake, { keyspace: 'shop' })).rejects.toMatchObject({
      code: expected,
      message: expect.stringContaining(message) as string,
      failure: { protocolCode: code, message: 'said so' },
    });
  });
});

describe('a session', () => {
  it('gives the server’s own sentence and figures, and leaves the driver’s classes alone', async () => {
    const before = { ...cassandra.errors };
    const figures = Buffer.concat([short(QUORUM), int(2), int(1)]);
    const fake = await node(onQuery(error(0x10_00, 'Cannot achieve it', figures)));
    const asked = (await open(fake)).execute('Q');
    await expect(asked).rejects.toMatchObject({
      code: 'CASSANDRA_UNAVAILABLE',
      message: 'Cannot achieve it',
      failure: { kind: 'server', consistency: 'QUORUM', required: 2, alive: 1 },
    });
    expect({ ...cassandra.errors }).toEqual(before);
  });

  it('says of an internal error of the node which one failed, with what, and where the stack trace is', async () => {
    const fake = await node(onQuery(error(0x00_00, 'java.lang.NullPointerException')));
    const session = await open(fake);
    const { coordinator } = session;
    await expect(session.execute('Q')).rejects.toMatchObject({
      code: 'CASSANDRA_FAILED',
      message: `Cassandra at ${coordinator} answered with an internal error: java.lang.NullPointerException`,
      remedy: `The node failed, not Ringside: find the stack trace of this error in system.log of ${coordinator}.`,
      httpStatus: 502,
      exitCode: 70,
    });
  });

  it('finds the sentence behind a trace id, warnings and a payload', async () => {
    const plain = error(0x10_00, 'the sentence', Buffer.concat([short(QUORUM), int(2), int(1)]));
    const payload = Buffer.concat([short(1), text('key'), int(3), Buffer.from('abc')]);
    const body = Buffer.concat([Buffer.alloc(16, 1), short(2), text('w'), text('x'), payload, plain.body]);
    const fake = await node(onQuery({ ...plain, body, flags: 0x02 | 0x08 | 0x04 }));
    await expect((await open(fake)).execute('Q')).rejects.toMatchObject({ message: 'the sentence' });
  });

  it.each([
    ['ANY', 0],
    ['QUORUM', QUORUM],
    ['LOCAL_ONE', 10],
  ] as const)('sends %s as %i', async (consistency, number) => {
    const fake = await node();
    await (await open(fake)).execute('Q', [], { consistency });
    const sent = fake.requests.find(({ query }) => query === 'Q');
    expect(sent?.body.readUInt16BE(4 + 'Q'.length)).toBe(number);
  });

  it('keeps the bytes of rows where it is asked to, of columns of one name and of __proto__ too', async () => {
    const answer = rows([{ a: '1', ['__proto__']: 'p' }]);
    const fake = await node(onQuery(answer));
    const page = await (await open(fake, { keepsBytes: true })).execute('Q');
    expect(page.cells).toEqual([[Buffer.from('1'), Buffer.from('p')]]);
    expect((await (await open(fake)).execute('Q')).cells).toEqual([]);
  });

  it.each([true, false])('waits until the nodes agree on a schema, whether it keeps bytes (%s) or not', async (keepsBytes) => {
    const peer = { peer: Buffer.from([127, 0, 0, 2]), rpc_address: Buffer.from([127, 0, 0, 2]), data_center: 'dc1', rack: 'r' };
    let asked = 0;
    const fake = await node(({ query }) => {
      if (query === 'Q') return keyspaceCreated('shop');
      if (query.startsWith('SELECT schema_version FROM system.local')) return rows([{ schema_version: 'new' }], 'system');
      if (query.startsWith('SELECT schema_version')) return rows([{ schema_version: (asked += 1) === 1 ? 'old' : 'new' }], 'system');
      return query.includes('system.peers') ? rows([peer], 'system') : undefined;
    });
    await (await open(fake, { keepsBytes })).execute('Q');
    expect(asked).toBe(2);
  });

  it('is unavailable while its node is gone, and asks again once it is back', async () => {
    let isGone = false;
    const fake: FakeNode = await node(() => {
      if (!isGone) return undefined;
      fake.cut();
      return 'nothing';
    });
    const session = await open(fake);
    isGone = true;
    fake.cut();
    await expect(session.execute('Q')).rejects.toMatchObject({ code: 'CASSANDRA_UNAVAILABLE' });
    isGone = false;
    await vi.waitFor(async () => expect((await session.execute('Q')).rows).toEqual([{ key: 'value' }]), { timeout: PATIENCE_MS });
    expect(fake.connections()).toBe(1);
    await session.close();
    await vi.waitFor(() => expect(fake.connections()).toBe(0), { timeout: PATIENCE_MS });
  });

  it('of which the node cut the connection leaves none behind when it is closed at once', async () => {
    const fake = await node();
    const session = await open(fake);
    fake.cut();
    await vi.waitFor(() => expect(fake.connections()).toBe(0), { timeout: PATIENCE_MS });
    await session.close();
    // Reconnecting that nobody stopped would have got through meanwhile: the node is there.
    const other = await open(fake);
    await other.execute('Q');
    expect(fake.connections()).toBe(1);
  });

  it('gives up the wait for one answer at its time-out, and when the signal aborts', async () => {
    const fake = await node(onQuery('nothing'));
    const session = await open(fake, { requestTimeoutMs: 100 });
    await expect(session.execute('Q')).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT', failure: { kind: 'timed-out' } });
    await expect(session.execute('Q', [], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('that is interrupted says that the request may still run only if it was sent', async () => {
    let markAsked = (): void => undefined;
    const asked = new Promise<void>((resolve) => (markAsked = resolve));
    const fake = await node(({ query }) => {
      if (query !== 'Q') return undefined;
      markAsked();
      return 'nothing';
    });
    const session = await open(fake);
    await expect(session.execute('Q', [], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      message: 'The request was interrupted',
    });
    const aborting = new AbortController();
    const sent = session.execute('Q', [], { signal: aborting.signal });
    await asked;
    aborting.abort();
    await expect(sent).rejects.toMatchObject({ code: 'ABORTED', message: 'Interrupted; what was sent may still run on the node' });
  });

  it('that is interrupted while it connects again has sent nothing', async () => {
    let isBack = false;
    const fake = await node(() => (isBack ? 'nothing' : undefined));
    const session = await open(fake);
    isBack = true;
    fake.cut();
    await vi.waitFor(() => expect(fake.connections()).toBe(0), { timeout: PATIENCE_MS });
    const aborting = new AbortController();
    const waiting = session.execute('Q', [], { signal: aborting.signal });
    await vi.waitFor(() => expect(fake.connections()).toBe(1), { timeout: PATIENCE_MS });
    aborting.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED', message: 'The request was interrupted' });
  });

  it('sends nothing after it was closed', async () => {
    const fake = await node();
    const session = await open(fake);
    await session.close();
    await expect(session.execute('Q')).rejects.toMatchObject({ code: 'CASSANDRA_UNAVAILABLE', message: 'The session is closed' });
    await vi.waitFor(() => expect(fake.connections()).toBe(0), { timeout: PATIENCE_MS });
  });
});
