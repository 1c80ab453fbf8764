import { begun, type Created, type NewOperation, type OperationStore } from '@ringside/operations';
import { beforeEach, describe, expect, test } from 'vitest';
import { createCqlStore } from './store.ts';
import { driverError, FakeCassandra, type Fault, type Sent } from './testing/fake-cassandra.ts';
import { newOperation } from './testing/new-operation.ts';

const ACTIVATE = /active_operation SET id = \? WHERE scope = \? IF id = null/;
const CONFIRM = /SET write_id = \? WHERE id = \? IF kind != null/;
const REMOVE = /DELETE FROM/;
const BATCHES = [['a:1', 'b:1'], ['c:1']];
let fake: FakeCassandra;
let store: OperationStore;

/** Does something once, before the first statement that a pattern matches. */
function before(pattern: RegExp, work: () => Promise<unknown>): void {
  let isDone = false;
  fake.fault = async ({ statement }) => {
    if (isDone || !pattern.test(statement)) return undefined;
    isDone = true;
    await work();
    return undefined;
  };
}

beforeEach(async () => {
  fake = new FakeCassandra();
  store = createCqlStore(fake.port);
  const first = newOperation(BATCHES);
  await store.create(first);
  await store.release(first.id);
  fake.sent.length = 0;
});

test('the whole partition is one conditional batch, and the row that says which is active comes after it', async () => {
  const operation = newOperation(BATCHES);
  await store.create(operation);
  const writes = fake.sent.filter(({ statement }) => !statement.startsWith('SELECT'));
  expect(writes.map(({ statement }) => statement)).toEqual([
    expect.stringMatching(/^BEGIN BATCH UPDATE .* IF kind = null; (INSERT INTO ringside\.operations .*; ){3}APPLY BATCH$/),
    expect.stringMatching(/^INSERT INTO ringside\.operations_by_month/),
    expect.stringMatching(ACTIVATE),
    expect.stringMatching(CONFIRM),
  ]);
  expect(writes.filter(({ statement }) => statement.includes('TIMESTAMP'))).toEqual([]);
});

test('nothing is written where another is active', async () => {
  const other = newOperation(BATCHES);
  await store.create(other);
  fake.sent.length = 0;
  await expect(store.create(newOperation(BATCHES))).resolves.toEqual({ created: false, active: other.id });
  expect(fake.sent.filter(({ statement }) => !statement.startsWith('SELECT'))).toEqual([]);
});

test('one that loses the race removes what it wrote', async () => {
  const [mine, other] = [newOperation(BATCHES), newOperation(BATCHES)];
  before(ACTIVATE, () => createCqlStore(fake.port).create(other));
  await expect(store.create(mine)).resolves.toEqual({ created: false, active: other.id });
  await expect(store.read(mine.id)).resolves.toBeUndefined();
  await expect(store.active()).resolves.toBe(other.id);
});

test('an active operation of which nothing is left is in nobody’s way', async () => {
  const lost = newOperation(BATCHES);
  await store.create(lost);
  fake.run('DELETE FROM ringside.operations WHERE id = ?', [lost.id]);
  const next = newOperation(BATCHES);
  await expect(store.create(next)).resolves.toEqual({ created: true });
  await expect(store.active()).resolves.toBe(next.id);
});

describe('an answer that is lost', () => {
  test.each<readonly [string, RegExp, Fault]>([
    ['of the partition, which was written', /^BEGIN BATCH UPDATE/, 'lost after'],
    ['of the partition, which was not written', /^BEGIN BATCH UPDATE/, 'lost before'],
    ['of the active row, which was written', ACTIVATE, 'lost after'],
    ['of the active row, which was not written', ACTIVATE, 'lost before'],
    ['of the confirmation, which was written', CONFIRM, 'lost after'],
    ['of the confirmation, which was not written', CONFIRM, 'lost before'],
  ])('%s, changes nothing', async (_what, pattern, fault) => {
    const operation = newOperation(BATCHES);
    let isLost = false;
    fake.fault = ({ statement }) => {
      if (isLost || !pattern.test(statement)) return undefined;
      isLost = true;
      return fault;
    };
    await expect(store.create(operation)).resolves.toEqual({ created: true });
    await expect(store.read(operation.id)).resolves.toEqual(begun(operation));
    await expect(store.active()).resolves.toBe(operation.id);
  });

  test('to the removal of a loser’s does not keep it from knowing that it has lost', async () => {
    const other = newOperation(BATCHES);
    let isCreated = false;
    fake.fault = async ({ statement }) => {
      if (REMOVE.test(statement)) return { fails: driverError(0x11_00, 'timed out') };
      if (isCreated || !ACTIVATE.test(statement)) return undefined;
      isCreated = true;
      await createCqlStore(fake.port).create(other);
      return undefined;
    };
    await expect(store.create(newOperation(BATCHES))).resolves.toEqual({ created: false, active: other.id });
    expect((await store.list(9)).filter(({ state }) => state === 'running').map(({ id }) => id)).toEqual([other.id]);
  });
});

describe('the same id, created by two', () => {
  test('is created by the second after the first lost, and the first removes nothing of it', async () => {
    const [mine, other] = [newOperation(BATCHES), newOperation(BATCHES)];
    const second = createCqlStore(fake.port);
    fake.fault = async ({ statement, values }: Sent): Promise<Fault> => {
      if (ACTIVATE.test(statement) && values[0] === mine.id && fake.sentLike(ACTIVATE).length === 1) await second.create(other);
      if (!REMOVE.test(statement)) return undefined;
      await second.release(other.id);
      await second.create(mine);
      return undefined;
    };
    await expect(store.create(mine)).resolves.toEqual({ created: false, active: other.id });
    await expect(store.active()).resolves.toBe(mine.id);
    await expect(store.read(mine.id)).resolves.toEqual(begun(mine));
  });

  test('is whole also where the first removes it just before the second has confirmed it', async () => {
    const mine = newOperation(BATCHES);
    before(CONFIRM, async () => fake.run('DELETE FROM ringside.operations WHERE id = ?', [mine.id]));
    await expect(store.create(mine)).resolves.toEqual({ created: true });
    await expect(store.read(mine.id)).resolves.toEqual(begun(mine));
  });

  test('is created where it has ended when the first comes to remove it', async () => {
    const [mine, other] = [newOperation(BATCHES), newOperation(BATCHES)];
    const second = createCqlStore(fake.port);
    before(ACTIVATE, () => second.create(other));
    const race = fake.fault;
    fake.fault = async (sent) => {
      if (!REMOVE.test(sent.statement)) return race(sent);
      await second.write(mine.id, { expected: { operation: { state: 'running' } }, set: { operation: { state: 'succeeded' } } });
      return undefined;
    };
    await expect(store.create(mine)).resolves.toEqual({ created: true });
    await expect(store.read(mine.id)).resolves.toMatchObject({ state: 'succeeded' });
  });
});

describe('any order of steps, with any answers lost', () => {
  test.each(Array.from({ length: 300 }, (_, seed) => seed))(
    'seed %i: one is active at most, and everybody was told the truth',
    async (seed) => {
      const random = generator(seed);
      const operations = [newOperation(BATCHES), newOperation(BATCHES), newOperation(BATCHES)];
      const actors = [0, 0, 1, 1, 2].map((index) => ({ operation: operations[index] as NewOperation, store: createCqlStore(fake.port) }));
      let isCalm = false;
      fake.fault = async ({ options }) => {
        for (let turns = Math.floor(random() * 12); turns > 0; turns -= 1) await Promise.resolve();
        const draw = random();
        if (isCalm || options !== undefined || draw > 0.25) return undefined;
        return draw < 0.1 ? 'lost before' : draw < 0.2 ? 'lost after' : { fails: driverError('COMPARE_AND_SET_UNKNOWN', 'unknown') };
      };
      const told = await Promise.allSettled(actors.map(({ operation, store: each }) => each.create(operation)));
      isCalm = true;
      const active = await store.active({ serial: true });
      const answers = told.map((each): Created | undefined => (each.status === 'fulfilled' ? each.value : undefined));
      const created = actors.filter((_, index) => answers[index]?.created === true).map(({ operation }) => operation.id);
      expect(created.filter((id) => id !== active)).toEqual([]);
      const blamed = answers.flatMap((answer) => (answer?.created === false ? answer.active : []));
      expect(blamed.filter((id) => id !== active)).toEqual([]);
      const listed = await store.list(9);
      expect(listed.filter(({ id }) => operations.some((each) => each.id === id)).map(({ id }) => id)).toEqual(
        active === undefined ? [] : [active],
      );
      // Whoever asks again is told the truth, and what is active is whole.
      const again = await store.create(operations[0] as NewOperation);
      const now = await store.active();
      expect(again).toEqual(now === operations[0]?.id ? { created: true } : { created: false, active: now });
      const whole = operations.find(({ id }) => id === now) as NewOperation;
      await expect(store.read(whole.id)).resolves.toEqual(begun(whole));
    },
  );
});

/** A small generator of numbers from 0 up to 1 (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
