import { errors } from '@ringside/core';
import type { RepairOutcome } from '@ringside/node-control';
import type { OperationIntent, RepairWork } from '@ringside/operations';
import { expect, test } from 'vitest';
import { RepairedRing, REPAIR_ID } from './testing/repaired-ring.ts';

const work = (...tables: readonly string[]): RepairWork => ({ tables: tables.map((table) => ({ keyspace: 'shop', table })), type: 'full' });
const outcome = (state: RepairOutcome['state'], ...sentences: readonly string[]): RepairOutcome => ({ state, sentences });
const hasEnded = ({ state }: { readonly state: string }): boolean => state !== 'running';
const tables = (ring: RepairedRing): readonly string[] => ring.begun.map(({ node, table }) => `${node} ${table}`);

async function want(ring: RepairedRing, intent: OperationIntent): Promise<void> {
  await ring.store.write(REPAIR_ID, { expected: { operation: { state: 'running' } }, set: { operation: { intent } } });
}

test('each node repairs each table once, and a batch begins when the one before is done', async () => {
  const ring = new RepairedRing();
  await ring.begin([['a', 'b'], ['c']], work('orders', 'items'));
  expect(await ring.until(hasEnded)).toMatchObject({ state: 'succeeded', problem: null });
  expect(tables(ring).slice(0, 4).toSorted()).toEqual(['a items', 'a orders', 'b items', 'b orders']);
  expect(tables(ring).slice(4)).toEqual(['c orders', 'c items']);
  expect(new Set(ring.begun.map(({ type }) => type))).toEqual(new Set(['full']));
  expect(ring.journals.size).toBe(0);
});

test('it is waited for the end of a table, which it says it is at; one that was just begun may not be known yet', async () => {
  const ring = new RepairedRing();
  let state: RepairOutcome['state'] = 'unknown';
  ring.outcome = () => outcome(state);
  await ring.begin([['a']], work('orders', 'items'));
  const { steps } = await ring.until(() => ring.begun.length === 1);
  expect(steps).toMatchObject([{ phase: 'repairing', sentence: 'shop.orders, table 1 of 2' }]);
  await ring.clock.advance(120_000);
  state = 'running';
  await ring.clock.advance(3_600_000);
  expect(tables(ring)).toEqual(['a orders']);
  state = 'succeeded';
  expect(await ring.until(hasEnded)).toMatchObject({ state: 'succeeded' });
});

test('a sidecar that ends in between begins no table again that was done, and waits for the one that its node is still at', async () => {
  const ring = new RepairedRing();
  let second: RepairOutcome['state'] = 'running';
  ring.outcome = (place) => outcome(place === 1 ? second : 'succeeded');
  await ring.begin([['a']], work('orders', 'items', 'stock'));
  await ring.until(() => ring.begun.length === 2);
  ring.end('a');
  await ring.clock.advance(30_000);
  ring.boot('a');
  await ring.clock.advance(60_000);
  expect(tables(ring)).toEqual(['a orders', 'a items']);
  second = 'succeeded';
  expect(await ring.until(hasEnded)).toMatchObject({ state: 'succeeded', steps: [{ epoch: 2 }] });
  expect(tables(ring)).toEqual(['a orders', 'a items', 'a items', 'a stock']);
});

test('a pause takes effect after the table under way, and the rest is done when it goes on', async () => {
  const ring = new RepairedRing();
  let first: RepairOutcome['state'] = 'running';
  ring.outcome = (place) => outcome(place === 0 ? first : 'succeeded');
  await ring.begin([['a']], work('orders', 'items'));
  await ring.until(() => ring.begun.length === 1);
  await want(ring, 'pause');
  await ring.clock.advance(60_000);
  first = 'succeeded';
  const { steps } = await ring.until(({ steps: [step] }) => step?.phase === 'pending');
  expect(steps).toMatchObject([{ owner: null, sentence: 'Paused or cancelled: 1 of 2 tables are repaired.' }]);
  await ring.clock.advance(600_000);
  await want(ring, 'run');
  expect(await ring.until(hasEnded)).toMatchObject({ state: 'succeeded' });
  expect(tables(ring)).toEqual(['a orders', 'a items']);
});

test('a cancellation does not wait for the table under way, and nothing is begun after it', async () => {
  const ring = new RepairedRing();
  ring.outcome = () => outcome('running');
  await ring.begin([['a'], ['b']], work('orders', 'items'));
  await ring.until(() => ring.begun.length === 1);
  await want(ring, 'cancel');
  expect(await ring.until(hasEnded)).toMatchObject({ state: 'cancelled', problem: null });
  await ring.clock.advance(600_000);
  expect(tables(ring)).toEqual(['a orders']);
  expect(ring.journals.size).toBe(0);
});

test('a table that could not be repaired is tried again; the third failure is the end, with the reason, and no other node begins', async () => {
  const ring = new RepairedRing();
  ring.outcome = (place) => (place === 0 ? outcome('succeeded') : outcome('failed', 'Validation failed in /10.0.0.3', 'Repair failed'));
  await ring.begin([['a'], ['b']], work('orders', 'items'));
  expect(await ring.until(hasEnded)).toMatchObject({
    state: 'failed',
    problem: 'a: shop.items could not be repaired: Validation failed in /10.0.0.3',
  });
  expect(tables(ring)).toEqual(['a orders', 'a items', 'a items', 'a items']);
});

test('a node that forgot its repair in a restart does it again', async () => {
  const ring = new RepairedRing();
  ring.outcome = (place) => outcome(place === 0 ? 'unknown' : 'succeeded');
  await ring.begin([['a']], work('orders'));
  expect(await ring.until(hasEnded)).toMatchObject({ state: 'succeeded' });
  expect(tables(ring)).toEqual(['a orders', 'a orders']);
});

test('a table that was dropped has nothing left to repair', async () => {
  const ring = new RepairedRing();
  ring.beforeStart = (table) => {
    if (table === 'orders') throw errors.NOT_FOUND({ message: 'There is no table shop.orders' });
  };
  await ring.begin([['a']], work('orders', 'items'));
  expect(await ring.until(hasEnded)).toMatchObject({ state: 'succeeded' });
  expect(tables(ring)).toEqual(['a items']);
});

test('a node waits while a replica is down, says so, and has failed after half an hour', async () => {
  const ring = new RepairedRing();
  ring.whyNot = () => ['c is dead.'];
  await ring.begin([['a']], work('orders'));
  const { steps } = await ring.until(({ steps: [step] }) => step?.sentence !== null);
  expect(steps).toMatchObject([{ phase: 'pending', sentence: 'c is dead.' }]);
  expect(await ring.until(hasEnded)).toMatchObject({ problem: 'a: It was not safe to repair for too long: c is dead.' });
  expect(ring.begun).toEqual([]);
});
