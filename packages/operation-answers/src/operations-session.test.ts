import type { ResilientClient } from '@ringside/resilient-client';
import { expect, test } from 'vitest';
import { operationsCqlOf } from './operations-session.ts';

interface Sent {
  readonly statement: string;
  readonly values: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
}

const ROW = { id: 'a' };

/** A fake of a client that answers everything with one row, or fails. */
function fakeClient(fails?: Error): { readonly client: ResilientClient; readonly sent: readonly Sent[] } {
  const sent: Sent[] = [];
  const execute = async (statement: string, values: readonly unknown[], options: Sent['options']): Promise<unknown> => {
    sent.push({ statement, values, options });
    if (fails !== undefined && statement.startsWith('UPDATE')) throw fails;
    return { rows: [ROW], wasApplied: () => false, first: () => ROW };
  };
  const hosts = { values: () => [{ datacenter: 'dc1' }, { datacenter: 'dc2' }, { datacenter: 'dc1' }] };
  return { client: { execute, hosts } as unknown as ResilientClient, sent };
}

const WRITE = { statement: 'UPDATE t SET id = ? IF id = null', values: ['b'] };
const READ = { statement: 'SELECT id FROM t WHERE k = ?', values: [1] };

test.each([
  ['ONE', 1],
  ['QUORUM', 4],
  ['SERIAL', 8],
] as const)('a statement at %s is sent at level %i of the protocol, prepared where it has values', async (consistency, level) => {
  const { client, sent } = fakeClient();
  const cql = operationsCqlOf(client);
  await expect(cql.execute(READ.statement, READ.values, { consistency, isIdempotent: true })).resolves.toEqual([ROW]);
  await cql.execute('CREATE TABLE t', [], { consistency, isIdempotent: false });
  expect(sent.map(({ options }) => options)).toEqual([
    { consistency: level, isIdempotent: true, prepare: true },
    { consistency: level, isIdempotent: false, prepare: false },
  ]);
});

test('a conditional write is decided at SERIAL and committed at QUORUM; where its answer does not tell, the row is read at SERIAL', async () => {
  const told = fakeClient();
  const request = { write: WRITE, read: READ, isOurs: () => true };
  await expect(operationsCqlOf(told.client).conditional(request)).resolves.toEqual({ applied: false, row: ROW, wasUnknown: false });
  expect(told.sent).toEqual([{ ...WRITE, options: { consistency: 4, prepare: true, serialConsistency: 8 } }]);
  const timedOut = fakeClient(Object.assign(new Error('timed out'), { code: 0x11_00, name: 'ResponseError' }));
  await expect(operationsCqlOf(timedOut.client).conditional(request)).resolves.toMatchObject({ applied: true, wasUnknown: true });
  expect(timedOut.sent[1]).toMatchObject({ ...READ, options: { consistency: 8, isIdempotent: true } });
});

test('the nodes of each datacenter are those that the driver knows of', () => {
  expect(operationsCqlOf(fakeClient().client).nodesByDatacenter()).toEqual({ dc1: 2, dc2: 1 });
});
