import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOT_KEY_DEFAULTS, HotKeyBook } from './hot-keys.ts';

const ANSWER = { bytes: 10, latencyMs: 2 };
const keyOf = (routingKey: string, table?: string) => ({ keyspace: 'shop', table, routingKey: Buffer.from(routingKey) });

test('a key comes back as it was, with its keyspace and table, whatever its bytes', () => {
  const book = new HotKeyBook(HOT_KEY_DEFAULTS, 0);
  const routingKey = Buffer.from([0, 255, 0, 128, 10]);
  book.record({ keyspace: 'shop', table: 'items', routingKey }, ANSWER, 1);
  book.record({ keyspace: 'shop', table: 'items', routingKey }, { bytes: 0, latencyMs: 5 }, 2);
  book.record({ keyspace: 'shop', table: undefined, routingKey }, ANSWER, 3);
  const found = { keyspace: 'shop', routingKey };
  expect(book.top(10, 3)).toEqual({
    spanMs: 3,
    requests: 3,
    keys: [
      { ...found, table: 'items', atLeast: 2, atMost: 2, share: 2 / 3, responseBytes: 10, latencyMs: 7 },
      { ...found, table: undefined, atLeast: 1, atMost: 1, share: 1 / 3, responseBytes: 10, latencyMs: 2 },
    ],
  });
});

test('the hottest come first, and no more than were asked for', () => {
  const book = new HotKeyBook({ mostKeys: 10, windowMs: 1_000 }, 0);
  for (const [key, times] of Object.entries({ a: 3, b: 50, c: 7, d: 1 }))
    for (let turn = 0; turn < times; turn += 1) book.record(keyOf(key), ANSWER, 0);
  expect(book.top(2, 0).keys.map(({ routingKey, atLeast }) => [String(routingKey), atLeast])).toEqual([
    ['b', 50],
    ['c', 7],
  ]);
});

test('a key that was hot is still told in the next window, and gone in the one after', () => {
  const book = new HotKeyBook({ mostKeys: 10, windowMs: 1_000 }, 0);
  book.record(keyOf('old'), ANSWER, 999);
  book.record(keyOf('new'), ANSWER, 1_500);
  const namesAt = (nowMs: number) => book.top(10, nowMs).keys.map(({ routingKey }) => String(routingKey));
  expect(namesAt(1_999)).toEqual(['new', 'old']);
  expect(book.top(10, 1_999).spanMs).toBe(1_999);
  expect(namesAt(2_000)).toEqual(['new']);
  expect(book.top(10, 2_000).spanMs).toBe(1_000);
  expect(book.top(10, 3_000)).toEqual({ spanMs: 1_000, requests: 0, keys: [] });
});

test('after a long silence nothing old is left', () => {
  const book = new HotKeyBook({ mostKeys: 10, windowMs: 1_000 }, 0);
  book.record(keyOf('old'), ANSWER, 500);
  book.record(keyOf('new'), ANSWER, 7_300);
  expect(book.top(10, 7_300)).toMatchObject({ requests: 1, keys: [{ routingKey: Buffer.from('new') }] });
});

test('a key longer than a kilobyte is not counted', () => {
  const book = new HotKeyBook(HOT_KEY_DEFAULTS, 0);
  book.record(keyOf('x'.repeat(1_025)), ANSWER, 0);
  book.record(keyOf('x'.repeat(1_024)), ANSWER, 0);
  expect(book.top(10, 0).requests).toBe(1);
});

test('over both windows the bounds hold, and each key with more than one in k of the requests is told', () => {
  const request = fc.record({ key: fc.double({ min: 0, max: 1, noNaN: true }), pauseMs: fc.integer({ min: 0, max: 60 }) });
  const property = fc.property(
    fc.integer({ min: 1, max: 12 }),
    fc.array(request, { maxLength: 300, size: 'max' }),
    (mostKeys, requests) => {
      const book = new HotKeyBook({ mostKeys, windowMs: 1_000 }, 0);
      const sent: { key: string; atMs: number }[] = [];
      let nowMs = 0;
      for (const { key, pauseMs } of requests) {
        nowMs += pauseMs;
        sent.push({ key: `k${Math.floor(key ** 4 * 40)}`, atMs: nowMs });
        book.record(keyOf(sent.at(-1)?.key ?? ''), ANSWER, nowMs);
      }
      const since = (Math.floor(nowMs / 1_000) - 1) * 1_000;
      const truth = new Map<string, number>();
      for (const { key } of sent.filter(({ atMs }) => atMs >= since)) truth.set(key, (truth.get(key) ?? 0) + 1);
      const { keys, requests: all } = book.top(Infinity, nowMs);
      expect(all).toBe([...truth.values()].reduce((total, each) => total + each, 0));
      const told = new Map(keys.map((each) => [String(each.routingKey), each]));
      for (const [key, times] of truth) {
        const { atLeast, atMost } = told.get(key) ?? { atLeast: 0, atMost: all / mostKeys };
        expect(times).toBeGreaterThanOrEqual(atLeast);
        expect(times).toBeLessThanOrEqual(atMost);
        expect(atMost - atLeast).toBeLessThanOrEqual(all / mostKeys);
      }
    },
  );
  fc.assert(property, { numRuns: 300 });
});
