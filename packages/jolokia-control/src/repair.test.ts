import { keyspaceName, tableName } from '@ringside/model';
import type { NodeControl, StartRepairRequest } from '@ringside/node-control';
import { afterEach, describe, expect, test } from 'vitest';
import { createJolokiaControl } from './control.ts';
import { type FakeJolokia, json, startFakeJolokia } from './testing/fake-jolokia.ts';

const REPAIR: StartRepairRequest = { keyspace: keyspaceName('orders'), type: 'full' };
const EVENTS = tableName('events');
const ABSENT = { status: 404, error_type: 'javax.management.InstanceNotFoundException', error: 'none' };
const ASSERTION = { status: 500, error_type: 'java.lang.IllegalArgumentException', error: '' };

let fake: FakeJolokia | undefined;

afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

/** A node that answers a request by its operation, else by its MBean, else with nothing out of the way. */
async function nodeThat(answers: Readonly<Record<string, unknown>> = {}): Promise<NodeControl> {
  const answerTo = ({ operation, mbean }: Record<string, unknown>): unknown => {
    const key = String(operation ?? mbean);
    const found = Object.entries(answers).find(([part]) => key.includes(part))?.[1];
    return found ?? { status: 200, value: key.startsWith('repairAsync') ? 7 : { OperationMode: 'NORMAL', Value: 0 } };
  };
  fake = await startFakeJolokia((requests, response) =>
    json(
      response,
      requests.map((request) => answerTo(request)),
    ),
  );
  return createJolokiaControl({ url: fake.url, secret: 'secret' });
}

/** What the node was told to repair. */
const started = (): readonly unknown[] =>
  (fake?.posts.flat() ?? [])
    .filter(({ operation }) => String(operation).startsWith('repairAsync'))
    .map(({ operation, arguments: args }) => [operation, args]);

describe('startRepair()', () => {
  test.each<[string, Partial<StartRepairRequest>, Readonly<Record<string, string>>]>([
    ['everything, over primary ranges', {}, { parallelism: 'dc_parallel', incremental: 'false', primaryRange: 'true' }],
    ['incrementally', { type: 'incremental' }, { parallelism: 'parallel', incremental: 'true', primaryRange: 'true' }],
    [
      'some tables',
      { tables: [EVENTS, tableName('Items')] },
      { parallelism: 'dc_parallel', incremental: 'false', primaryRange: 'true', columnFamilies: 'events,Items' },
    ],
    [
      'some ranges',
      {
        ranges: [
          { start: '-5', end: '7' },
          { start: '9', end: '-8' },
        ],
      },
      { parallelism: 'dc_parallel', incremental: 'false', primaryRange: 'false', ranges: '-5:7,9:-8' },
    ],
  ])(
    'repairs %s, one replica of each datacenter at a time unless it is incremental, and resolves to the number of the repair',
    async (_, part, options) => {
      const control = await nodeThat();
      await expect(control.startRepair({ ...REPAIR, ...part })).resolves.toBe(7);
      expect(started()).toEqual([['repairAsync(java.lang.String,java.util.Map)', ['orders', options]]]);
    },
  );

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['an unknown keyspace', { getKeyspaceReplicationInfo: ASSERTION }, 'Keyspace orders does not exist'],
    ['an unknown table', { 'scope=events': ABSENT }, 'Table orders.events does not exist'],
  ])('of %s is NOT_FOUND, and starts nothing', async (_, answers, message) => {
    const control = await nodeThat(answers);
    const call = control.startRepair({ ...REPAIR, tables: [tableName('items'), EVENTS] });
    await expect(call).rejects.toMatchObject({ code: 'NOT_FOUND', message });
    expect(started()).toEqual([]);
  });

  test('starts nothing where the agent denies the look at a table', async () => {
    const control = await nodeThat({ 'scope=events': { status: 403, error_type: 'java.lang.SecurityException', error: 'no' } });
    await expect(control.startRepair({ ...REPAIR, tables: [EVENTS] })).rejects.toMatchObject({ code: 'NODE_CONTROL_DENIED' });
    expect(started()).toEqual([]);
  });

  test.each<[string, Partial<StartRepairRequest>]>([
    ['an empty list', { tables: [] }],
    ['a table that is two', { tables: ['events,items' as typeof EVENTS] }],
    ['a range that is two', { ranges: [{ start: '1', end: '2,3:4' }] }],
  ])('does not send %s', async (_, part) => {
    const control = await nodeThat();
    await expect(control.startRepair({ ...REPAIR, ...part })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(fake?.posts).toEqual([]);
  });

  test('starts nothing on a node that freezes after the look at the keyspace', async () => {
    fake = await startFakeJolokia(([first], response) => {
      if (String(first?.['operation']).startsWith('getKeyspaceReplicationInfo')) json(response, [{ status: 200, value: 'any' }]);
    });
    const control = createJolokiaControl({ url: fake.url, secret: 'secret' });
    const abort = new AbortController();
    const call = control.startRepair({ ...REPAIR, signal: abort.signal }).catch((error: unknown) => error);
    await expect.poll(() => fake?.posts.length, { timeout: 15_000 }).toBe(2);
    abort.abort(new Error('enough'));
    await expect(call).resolves.toMatchObject({ code: 'ABORTED' });
    expect(started()).toEqual([]);
  });

  test('tells why the node refuses, and does not take another answer for a number', async () => {
    const reason = 'java.lang.IllegalArgumentException : Too many job threads. Max is 4';
    const refusing = await nodeThat({ repairAsync: { ...ASSERTION, error: reason } });
    await expect(refusing.startRepair(REPAIR)).rejects.toMatchObject({
      code: 'NODE_REFUSED',
      message: expect.stringMatching(/refused to start a repair of keyspace orders: Too many job threads. Max is 4$/),
    });
    await fake?.close();
    const odd = await nodeThat({ repairAsync: { status: 200, value: null } });
    await expect(odd.startRepair(REPAIR)).rejects.toMatchObject({ code: 'NODE_CONTROL_MALFORMED' });
  });
});

describe('repairOutcome()', () => {
  const outcomeOf = async (value: unknown): Promise<unknown> =>
    (await nodeThat({ getParentRepairStatus: { status: 200, value } })).repairOutcome(7);

  test.each<[unknown, string, readonly string[]]>([
    [['IN_PROGRESS'], 'running', []],
    [['COMPLETED', 'Repair completed successfully'], 'succeeded', ['Repair completed successfully']],
    [['FAILED', 'Endpoint died', 'finished with error'], 'failed', ['Endpoint died', 'finished with error']],
    [null, 'unknown', []],
  ])('reads %j as %s', async (value, state, sentences) => {
    await expect(outcomeOf(value)).resolves.toEqual({ state, sentences });
    expect(fake?.posts.flat()).toMatchObject([{ operation: 'getParentRepairStatus(int)', arguments: [7] }]);
  });

  test.each([[[]], [['DONE']], [['toString']], ['COMPLETED'], [['FAILED', 7]], [{}], [3]])(
    '%j is NODE_CONTROL_MALFORMED',
    async (value) => {
      await expect(outcomeOf(value)).rejects.toMatchObject({ code: 'NODE_CONTROL_MALFORMED', retryable: false });
    },
  );

  test('a status without a value is NODE_CONTROL_MALFORMED: only null says that nothing is known', async () => {
    await expect(outcomeOf(undefined)).rejects.toMatchObject({ code: 'NODE_CONTROL_MALFORMED' });
  });
});
