import { metOrThrow, systemClock, waitUntil } from '@ringside/core';
import { keyspaceName, type TableName, tableName } from '@ringside/model';
import { describe, expect, test } from 'vitest';
import type { RepairOutcome, StartRepairRequest } from '../roles/repair.ts';
import type { RangeEndpoints } from '../roles/ring.ts';
import type { NodeControlSubject } from './subject.ts';

/** A number that no repair has. */
const NO_COMMAND = 2_000_000_000;

/** What a repair must come to, and what must not start one. */
export function repairContract(subject: () => NodeControlSubject): void {
  describe('repair', () => {
    outcomeContract(subject);
    refusalContract(subject);
  });
}

function outcomeContract(subject: () => NodeControlSubject): void {
  test.each(['full', 'incremental'] as const)('a repair of type %s of all tables and primary ranges succeeds', async (type) => {
    const { control, keyspace } = subject();
    const command = await control.startRepair({ keyspace, type });
    expect(command).toBeGreaterThan(0);
    await expect(endOf(subject(), command)).resolves.toMatchObject({ state: 'succeeded' });
  });

  test('a repair of a table and part of a range that the node holds succeeds, under a number of its own', async () => {
    const { control, keyspace, table } = subject();
    const { start, end } = await heldRange(subject());
    const ranges = [{ start: String(BigInt(start) + 1n), end }];
    const commands = [await control.startRepair({ keyspace, tables: [table], ranges, type: 'full' })];
    await expect(endOf(subject(), commands[0])).resolves.toMatchObject({ state: 'succeeded' });
    commands.push(await control.startRepair({ keyspace, tables: [table], ranges, type: 'full' }));
    await expect(endOf(subject(), commands[1])).resolves.toMatchObject({ state: 'succeeded' });
    expect(new Set(commands).size).toBe(2);
  });

  test('a repair of a range that reaches beyond what the node holds in one piece fails, and says why', async () => {
    const { control, keyspace } = subject();
    const { start, end } = await heldRange(subject());
    const command = await control.startRepair({ keyspace, ranges: [{ start, end: String(BigInt(end) + 1n) }], type: 'full' });
    const { state, sentences } = await endOf(subject(), command);
    expect(state).toBe('failed');
    expect(sentences[0]).toMatch(/not fully contained|Nothing to repair/);
  });

  test('a keyspace with a single replica has nothing to repair', async () => {
    await expect(subject().control.startRepair({ keyspace: keyspaceName('system_auth'), type: 'full' })).resolves.toBe(0);
  });

  test('of a repair that never was nothing is known', async () => {
    await expect(subject().control.repairOutcome(NO_COMMAND)).resolves.toEqual({ state: 'unknown', sentences: [] });
  });
}

function refusalContract(subject: () => NodeControlSubject): void {
  test('a keyspace or a table that does not exist is NOT_FOUND', async () => {
    const { control, keyspace, table } = subject();
    const unknown = control.startRepair({ keyspace: keyspaceName('no_such_keyspace'), type: 'full' });
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const tables = [table, tableName('no_such_table')];
    await expect(control.startRepair({ keyspace, tables, type: 'full' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test.each<[string, Partial<StartRepairRequest>]>([
    ['an empty list of tables, which Cassandra takes for all of them', { tables: [] as readonly TableName[] }],
    ['an empty list of ranges, which Cassandra takes for all of them', { ranges: [] }],
    ['a range from a token to itself', { ranges: [{ start: '7', end: '7' }] }],
    ['a range that brings another one along', { ranges: [{ start: '1', end: '2,3:4' }] }],
    ['a range without an end', { ranges: [{ start: '1', end: '' }] }],
  ])('%s is INVALID_ARGUMENT', async (_, part) => {
    const { control, keyspace } = subject();
    await expect(control.startRepair({ keyspace, type: 'full', ...part })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
}

/** A range of the ring that the node is a replica of. */
async function heldRange({ control, keyspace, address, storagePort }: NodeControlSubject): Promise<RangeEndpoints> {
  const ranges = await control.rangeToEndpoints(keyspace);
  const held = ranges.find(({ endpoints }) => endpoints.includes(`${address}:${storagePort}`));
  if (held === undefined) throw new Error('The node holds no range');
  return held;
}

/** How a repair ends, within a minute. Just after its start the node may not know of it yet. */
async function endOf({ control, passTime }: NodeControlSubject, command: number | undefined): Promise<RepairOutcome> {
  const ended = await waitUntil(
    async (signal) => {
      await passTime?.();
      const outcome = await control.repairOutcome(command ?? NO_COMMAND, { signal });
      return outcome.state === 'succeeded' || outcome.state === 'failed' ? outcome : undefined;
    },
    { clock: systemClock, pollMs: 200, withinMs: 60_000 },
  );
  return metOrThrow(ended, `Repair ${command}`, undefined);
}
