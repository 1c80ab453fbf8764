import { abortFaults, createManualClock } from '@ringside/core/testing';
import { deadlineIn } from '@ringside/core';
import type { OperationStore } from '@ringside/operations';
import { operationStoreContract } from '@ringside/operations/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { createCqlStore } from './store.ts';
import { driverError, FakeCassandra } from './testing/fake-cassandra.ts';
import { newOperation } from './testing/new-operation.ts';

const UNAVAILABLE = driverError(0x10_00, 'Not enough replicas available for query at consistency QUORUM (2 required but only 1 alive)');
const PAUSE = { expected: { operation: { intent: 'run' } }, set: { operation: { intent: 'pause' } } } as const;
const BATCHES = [['a:1'], ['b:1']];
let fake: FakeCassandra;
let store: OperationStore;

/** What something rejects with. */
async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'nothing, it succeeds',
    (error: unknown) => error,
  );
}

beforeEach(() => {
  fake = new FakeCassandra();
  store = createCqlStore(fake.port);
});

operationStoreContract(() => store);

describe('before anything was created', () => {
  test('nothing is kept and nothing is made: one node is asked for its tables, each time', async () => {
    const { id } = newOperation(BATCHES);
    await expect(store.active({ serial: true })).resolves.toBeUndefined();
    await expect(store.read(id)).resolves.toBeUndefined();
    await expect(store.list(5)).resolves.toEqual([]);
    await expect(store.write(id, PAUSE)).resolves.toBe(false);
    await expect(store.release(id)).resolves.toBeUndefined();
    expect(fake.sent.map(({ statement, options }) => [statement, options?.consistency])).toEqual(
      Array.from({ length: 5 }, () => ['SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?', 'ONE']),
    );
  });

  test('a keyspace without all of its tables is none', async () => {
    fake.run("CREATE KEYSPACE IF NOT EXISTS ringside WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': '3'}", []);
    fake.run('CREATE TABLE IF NOT EXISTS ringside.active_operation (scope text PRIMARY KEY, id timeuuid)', []);
    await expect(store.active()).resolves.toBeUndefined();
    await expect(store.create(newOperation(BATCHES))).resolves.toEqual({ created: true });
  });
});

test('that the tables are there is asked once, and again after a failure', async () => {
  await store.create(newOperation(BATCHES));
  fake.sent.length = 0;
  await store.active();
  await store.active();
  expect(fake.sentLike(/system_schema/)).toHaveLength(1);
  fake.run('DROP KEYSPACE ringside', []);
  await expect(store.active()).rejects.toMatchObject({
    code: 'OPERATIONS_UNAVAILABLE',
    message: expect.stringContaining('do not agree on its tables'),
  });
  await expect(store.active()).resolves.toBeUndefined();
});

test('what decides is at SERIAL, and reads otherwise at QUORUM; all of it may be sent twice', async () => {
  const operation = newOperation(BATCHES);
  await store.create(operation);
  const of = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
    fake.sent.length = 0;
    await work();
    expect(fake.sent.filter(({ options }) => options?.isIdempotent === false)).toEqual([]);
    return fake.sent
      .filter(({ statement }) => !statement.includes('system_schema'))
      .map(({ options }) => options?.consistency ?? 'conditional');
  };
  await expect(of(() => store.active())).resolves.toEqual(['QUORUM']);
  await expect(of(() => store.active({ serial: true }))).resolves.toEqual(['SERIAL']);
  await expect(of(() => store.read(operation.id))).resolves.toEqual(['QUORUM', 'QUORUM']);
  await expect(of(() => store.read(operation.id, { serial: true }))).resolves.toEqual(['SERIAL', 'SERIAL']);
  await expect(of(() => store.write(operation.id, PAUSE))).resolves.toEqual(['conditional']);
  await expect(of(() => store.release(operation.id))).resolves.toEqual(['conditional']);
});

test('what is no time-based UUID is not there, and cannot be created', async () => {
  await store.create(newOperation(BATCHES));
  fake.sent.length = 0;
  await expect(store.read('x')).resolves.toBeUndefined();
  await expect(store.write('x', PAUSE)).resolves.toBe(false);
  await store.release('x');
  await expect(store.create({ ...newOperation(BATCHES), id: '11111111-1111-4111-8111-111111111111' })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
  expect(fake.sent).toEqual([]);
});

describe('where the replicas cannot decide', () => {
  test.each<readonly [string, (id: string) => Promise<unknown>]>([
    ['active()', () => store.active()],
    ['active() at the serial level', () => store.active({ serial: true })],
    ['read()', (id) => store.read(id)],
    ['list()', () => store.list(1)],
    ['write()', (id) => store.write(id, PAUSE)],
    ['release()', (id) => store.release(id)],
    ['create()', () => store.create(newOperation(BATCHES))],
  ])('%s rejects with the reason', async (_what, call) => {
    const operation = newOperation(BATCHES);
    await store.create(operation);
    fake.fault = ({ statement }) => (statement.includes('system_schema') ? undefined : { fails: UNAVAILABLE });
    await expect(call(operation.id)).rejects.toMatchObject({
      code: 'OPERATIONS_UNAVAILABLE',
      message: expect.stringContaining('2 required but only 1 alive'),
      cause: UNAVAILABLE,
    });
  });

  test('a read that others are in the way of is sent again, five times in all', async () => {
    await store.create(newOperation(BATCHES));
    const clock = createManualClock(Date.now());
    const patient = createCqlStore(fake.port, { clock });
    fake.fault = ({ options }) => (options?.consistency === 'SERIAL' ? { fails: driverError(0x11_00, 'CAS timed out') } : undefined);
    fake.sent.length = 0;
    const asked = failure(patient.active({ serial: true }));
    await clock.advance(10_000);
    expect(await asked).toMatchObject({ code: 'OPERATIONS_UNAVAILABLE' });
    expect(fake.sentLike(/active_operation/)).toHaveLength(5);
  });
});

describe('bounds', () => {
  test('a call that gets no answer ends after 15 s, create() after 60 s', async () => {
    const clock = createManualClock(Date.now());
    const patient = createCqlStore(fake.port, { clock });
    fake.fault = () => new Promise<never>(() => undefined);
    const [active, created] = [failure(patient.active()), failure(patient.create(newOperation(BATCHES)))];
    await clock.advance(15_000);
    expect(await active).toMatchObject({ code: 'OPERATIONS_UNAVAILABLE', message: expect.stringContaining('within 15') });
    await clock.advance(45_000);
    expect(await created).toMatchObject({ code: 'OPERATIONS_UNAVAILABLE', message: expect.stringMatching(/within (60|1)/) });
  });

  test('a deadline of the caller’s ends it sooner, and nothing more is sent', async () => {
    const clock = createManualClock(Date.now());
    const patient = createCqlStore(fake.port, { clock });
    let answer = (): void => undefined;
    fake.fault = () => new Promise((resolve) => (answer = () => resolve(undefined)));
    const created = failure(patient.create(newOperation(BATCHES), { deadline: deadlineIn(clock, 200) }));
    await clock.advance(200);
    expect(await created).toMatchObject({ message: expect.stringContaining('200 ms') });
    answer();
    await clock.advance(1_000);
    expect(fake.sent).toHaveLength(1);
  });

  test('a signal aborts it', async () => {
    const faults = await abortFaults((bounds, begun) => {
      fake.fault = () => {
        begun();
        return new Promise<never>(() => undefined);
      };
      return store.active(bounds);
    });
    expect(faults).toEqual([]);
  });
});
