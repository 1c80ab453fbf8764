import { begun, newTimeUuid, type NewOperation, type OperationStore } from '@ringside/operations';
import { beforeEach, describe, expect, test } from 'vitest';
import { createCqlStore } from './store.ts';
import { driverError, FakeCassandra, type Fault } from './testing/fake-cassandra.ts';
import { updateOf } from './writing.ts';

const ID = 'c232ab00-9414-11ec-b3c8-9f6bdeced846';
const NEW: NewOperation = {
  id: newTimeUuid(Date.now()),
  kind: 'restart',
  batches: [['a:1'], ['b:1']],
  levels: {},
  requestedBy: 'eva',
  reason: null,
  requestedAtMs: 7,
};
const CLAIM = {
  node: 'a:1',
  expected: { operation: { intent: 'run' }, step: { phase: 'pending', owner: null, epoch: 0 } },
  set: { step: { phase: 'stopping', owner: 'me', epoch: 1, changedAtMs: 9 } },
} as const;

describe('the statement of a write', () => {
  test('compares and sets columns of the operation and of one node, and that the row is there', () => {
    expect(updateOf(ID, CLAIM, 'tag')).toEqual({
      statement:
        'UPDATE ringside.operations SET phase = ?, owner = ?, epoch = ?, changed_at = ?, step_write_id = ? WHERE id = ? AND node = ? IF intent = ? AND phase = ? AND owner = null AND epoch = ? AND phase != null',
      values: ['stopping', 'me', 1, new Date(9), 'tag', ID, 'a:1', 'run', 'pending', 0],
    });
  });

  test('about the operation alone names no node, and marks the operation', () => {
    const write = {
      expected: { operation: { endedAtMs: null } },
      set: { operation: { state: 'failed', endedAtMs: 5, problem: null } },
    } as const;
    expect(updateOf(ID, write, 'tag')).toEqual({
      statement:
        'UPDATE ringside.operations SET state = ?, ended_at = ?, problem = ?, write_id = ? WHERE id = ? IF ended_at = null AND kind != null',
      values: ['failed', new Date(5), null, 'tag', ID],
    });
  });
});

describe('a write whose answer is lost', () => {
  let fake: FakeCassandra;
  let store: OperationStore;
  let faults: Fault[];

  beforeEach(async () => {
    fake = new FakeCassandra();
    store = createCqlStore(fake.port);
    await store.create(NEW);
    faults = [];
    fake.fault = ({ options }) => (options === undefined ? faults.shift() : undefined);
    fake.sent.length = 0;
  });

  const overwrite = (): void =>
    void fake.run('UPDATE ringside.operations SET phase = ?, owner = ?, epoch = ?, step_write_id = ? WHERE id = ? AND node = ?', [
      'stopping',
      'other',
      2,
      'theirs',
      NEW.id,
      'a:1',
    ]);

  test('was made where the row shows it', async () => {
    faults = ['lost after'];
    await expect(store.write(NEW.id, CLAIM)).resolves.toBe(true);
    expect(fake.sentLike(/UPDATE/)).toHaveLength(1);
  });

  test('is sent again where the row is still as expected, as another write', async () => {
    faults = ['lost before', 'lost before'];
    await expect(store.write(NEW.id, CLAIM)).resolves.toBe(true);
    const tags = fake.sentLike(/UPDATE/).map(({ values }) => values[4]);
    expect(new Set(tags).size).toBe(3);
    await expect(store.read(NEW.id)).resolves.toMatchObject({ steps: [{ owner: 'me', epoch: 1 }, begun(NEW).steps[1]] });
  });

  test.each<Fault>(['lost before', 'lost after'])(
    'may have been made where somebody has written since (%s), which is said',
    async (fault) => {
      faults = [fault];
      fake.beforeSettling = overwrite;
      await expect(store.write(NEW.id, CLAIM)).rejects.toMatchObject({
        code: 'OPERATIONS_UNAVAILABLE',
        message: expect.stringContaining('somebody else has written since'),
      });
      expect(fake.sentLike(/UPDATE/)).toHaveLength(1);
    },
  );

  test('was not made where there is no such step', async () => {
    faults = ['lost before'];
    await expect(store.write(NEW.id, { ...CLAIM, node: 'z:1' })).resolves.toBe(false);
  });

  test('is given up after three times', async () => {
    faults = ['lost before', 'lost before', 'lost before', 'lost before'];
    await expect(store.write(NEW.id, CLAIM)).rejects.toMatchObject({ code: 'OPERATIONS_UNAVAILABLE' });
    expect(fake.sentLike(/UPDATE/)).toHaveLength(3);
  });

  test('is unknown where it cannot be read either', async () => {
    faults = [{ fails: driverError('COMPARE_AND_SET_UNKNOWN', 'The conditional write may have been applied or not') }];
    await expect(store.write(NEW.id, CLAIM)).rejects.toMatchObject({ code: 'OPERATIONS_UNAVAILABLE' });
  });

  test('of a release is repeated until the operation is not the active one', async () => {
    faults = ['lost before', 'lost after'];
    await store.release(NEW.id);
    await expect(store.active()).resolves.toBeUndefined();
    expect(fake.sentLike(/active_operation SET/)).toHaveLength(2);
  });
});
