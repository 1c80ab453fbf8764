import cassandra from 'cassandra-driver';
import { systemClock } from '@ringside/core';
import { expect, test } from 'vitest';
import type { FakeRing } from '../testing/fake-ring.ts';
import { type Answer, errorAnswer, rowsAnswer, unavailable, writeTimeout } from '../testing/frames.ts';
import { askedOf, sum, useRings } from '../testing/use-ring.ts';
import { compareAndSet, type CompareAndSet } from './compare-and-set.ts';

const { consistencies } = cassandra.types;
const rings = useRings('127.82.15');
const WRITE = 'INSERT INTO items (id, name) VALUES (?, ?) IF NOT EXISTS';
const LOOK = 'SELECT name FROM items WHERE id = ?';
const REQUEST: CompareAndSet = {
  write: { statement: WRITE, values: ['a', 'mine'] },
  read: { statement: LOOK, values: ['a'] },
  isOurs: (row) => row?.get('name') === 'mine',
};
/** Pauses take no time. */
const AT_ONCE = { ...systemClock, sleep: async () => undefined };
const APPLIED = rowsAnswer([{ '[applied]': true }]);

/** All nodes answer the write so, and the reads in turn with rows of these names; the last goes on for ever. */
function answer(ring: FakeRing, write: Answer | 'nothing', names: readonly (string | undefined)[]): void {
  let reads = 0;
  for (const node of ring.nodes) {
    node.behave = ({ query }) => {
      if (query === WRITE) return write;
      if (query !== LOOK) return undefined;
      const name = names[Math.min(reads, names.length - 1)];
      reads += 1;
      return rowsAnswer(name === undefined ? [] : [{ name }]);
    };
  }
}

test('an answer that tells is the outcome, and nothing is read', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring);
  answer(ring, APPLIED, ['mine']);
  expect(await compareAndSet(client, REQUEST)).toEqual({ applied: true, row: undefined, wasUnknown: false });
  answer(ring, rowsAnswer([{ '[applied]': false, name: 'theirs' }]), ['theirs']);
  const lost = await compareAndSet(client, REQUEST);
  expect([lost.applied, lost.row?.get('name'), lost.wasUnknown]).toEqual([false, 'theirs', false]);
  expect(sum(askedOf(ring, LOOK))).toBe(0);
});

test.each([
  ['a time-out of the Paxos round', writeTimeout('CAS')],
  ['a time-out of its commit', writeTimeout('SIMPLE')],
  ['unavailable', unavailable()],
  ['an overloaded coordinator', errorAnswer(0x10_01, 'Too busy')],
])('after %s one read tells, and the write is not sent again', async (_what, failure) => {
  const ring = await rings.ring();
  const client = rings.client(ring);
  answer(ring, failure, ['mine']);
  expect(await compareAndSet(client, REQUEST)).toMatchObject({ applied: true, wasUnknown: true });
  answer(ring, failure, ['theirs']);
  const lost = await compareAndSet(client, REQUEST);
  expect([lost.applied, lost.row?.get('name'), lost.wasUnknown]).toEqual([false, 'theirs', true]);
  answer(ring, failure, [undefined]);
  expect(await compareAndSet(client, REQUEST)).toEqual({ applied: false, row: undefined, wasUnknown: true });
  expect([sum(askedOf(ring, WRITE)), sum(askedOf(ring, LOOK))]).toEqual([3, 3]);
});

test.each([
  [{ serialConsistency: 'SERIAL' }, 'quorum', 'serial'],
  [{ serialConsistency: 'SERIAL', consistency: 'LOCAL_QUORUM' }, 'localQuorum', 'serial'],
  [{ serialConsistency: 'LOCAL_SERIAL' }, 'localQuorum', 'localSerial'],
  [{}, 'localQuorum', 'localSerial'],
] as const)('a write with %j is committed at %s, whatever the client’s default is, and read at %s', async (chosen, commit, serial) => {
  const ring = await rings.ring();
  const client = rings.client(ring, { queryOptions: { consistency: consistencies.one } });
  const levels: [query: string, level: number][] = [];
  for (const node of ring.nodes) {
    node.behave = ({ query, body }) => {
      // After the id of the prepared statement (native_protocol_v4.spec, section 4.1.6).
      if (query === WRITE || query === LOOK) levels.push([query, body.readUInt16BE(2 + body.readUInt16BE(0))]);
      return query === WRITE ? writeTimeout('CAS') : rowsAnswer([{ name: 'mine' }]);
    };
  }
  await compareAndSet(client, { ...REQUEST, ...chosen });
  expect(levels).toEqual([
    [WRITE, consistencies[commit]],
    [LOOK, consistencies[serial]],
  ]);
});

test('without an answer, a row that is not ours is looked at again when the coordinator must have given up', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring, { socketOptions: { readTimeout: 100 } });
  answer(ring, 'nothing', [undefined, 'mine']);
  const slept: number[] = [];
  const clock = { ...systemClock, sleep: async (ms: number) => void slept.push(ms) };
  expect(await compareAndSet(client, REQUEST, clock)).toMatchObject({ applied: true, wasUnknown: true });
  expect(slept).toEqual([4_000]);
  answer(ring, 'nothing', ['mine']);
  expect(await compareAndSet(client, { ...REQUEST, settleMs: 7 }, clock)).toMatchObject({ applied: true, wasUnknown: true });
  expect(slept).toEqual([4_000]);
});

test('a write that was refused throws what the driver threw, and nothing is read', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring);
  answer(ring, errorAnswer(0x22_00, 'No such table'), ['mine']);
  await expect(compareAndSet(client, REQUEST)).rejects.toThrow(cassandra.errors.ResponseError);
  expect(sum(askedOf(ring, LOOK))).toBe(0);
});

test('a read that loses against others is tried again, and tells at last', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring);
  let reads = 0;
  for (const node of ring.nodes) {
    node.behave = ({ query }) => {
      if (query === WRITE) return writeTimeout('CAS');
      if (query !== LOOK) return undefined;
      reads += 1;
      return reads < 5 ? errorAnswer(0x00_00, 'No') : rowsAnswer([{ name: 'theirs' }]);
    };
  }
  expect(await compareAndSet(client, REQUEST, AT_ONCE)).toMatchObject({ applied: false, wasUnknown: true });
  expect(reads).toBe(5);
});

test('when every read fails too, the error says that the outcome is unknown, and why', async () => {
  const ring = await rings.ring();
  const client = rings.client(ring);
  for (const node of ring.nodes) {
    node.behave = ({ query }) => (query === WRITE ? writeTimeout('CAS') : query === LOOK ? errorAnswer(0x00_00, 'No') : undefined);
  }
  await expect(compareAndSet(client, REQUEST, AT_ONCE)).rejects.toMatchObject({
    code: 'COMPARE_AND_SET_UNKNOWN',
    message: expect.stringMatching(/may have been applied or not: Server timeout/),
    cause: expect.any(cassandra.errors.ResponseError),
  });
});
