import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HostBook } from './hosts.ts';
import { QUARANTINE_DEFAULTS } from './settings.ts';
import { isDemoted } from './state.ts';

const HOSTS = ['a', 'b', 'c'].map((address) => ({ address }));

/** A book whose hosts answered in so many milliseconds, in turn, each a number of times, 10 ms apart. */
function bookOf(latenciesMs: readonly number[], times = 40, book = new HostBook(QUARANTINE_DEFAULTS), startMs = 0): HostBook {
  for (let round = 0; round < times; round += 1)
    latenciesMs.forEach((ms, index) => book.answered(HOSTS[index]?.address ?? '', ms, startMs + round * 10));
  return book;
}

const statesOf = (book: HostBook) => book.all().map(({ state }) => state);

test('a host that is ten times slower goes into quarantine, and the others do not', () => {
  expect(statesOf(bookOf([2, 20, 2]))).toEqual(['steady', 'quarantined', 'steady']);
});

test('it takes no more than 30 of its answers', () => {
  const book = bookOf([2, 2, 2]);
  let answers = 0;
  while (!book.isDemoted('b') && answers < 100) {
    bookOf([2, 20, 2], 1, book, 400 + answers * 10);
    answers += 1;
  }
  expect(answers).toBeLessThanOrEqual(30);
});

test('a host that is less than twice as slow, or less than a millisecond slower, stays', () => {
  expect(statesOf(bookOf([4, 7, 4]))).toEqual(['steady', 'steady', 'steady']);
  expect(statesOf(bookOf([0.1, 1, 0.1]))).toEqual(['steady', 'steady', 'steady']);
});

test('one long pause does not count, nor when all hosts become slow together', () => {
  const book = bookOf([2, 2, 2]);
  book.answered('b', 5_000, 399);
  expect(statesOf(bookOf([2, 2, 2], 40, book, 400))).toEqual(['steady', 'steady', 'steady']);
  expect(statesOf(bookOf([200, 200, 200], 40, book, 800))).toEqual(['steady', 'steady', 'steady']);
});

test('a stall of a tenth of a second is no reason, however many answers it holds up', () => {
  const book = bookOf([2, 2, 2]);
  for (let answer = 0; answer < 30; answer += 1) book.answered('b', 90, 400 + answer * 3);
  expect(statesOf(bookOf([2, 2, 2], 40, book, 490))).toEqual(['steady', 'steady', 'steady']);
});

test('where a tenth of the answers of every host are ten times as long, none is slow, and one that always takes as long is', () => {
  const noisy = (round: number, index: number) => ((round + index) % 10 === 0 ? 20 : 2);
  const book = new HostBook(QUARANTINE_DEFAULTS);
  for (let round = 0; round < 2_000; round += 1) HOSTS.forEach(({ address }, index) => book.answered(address, noisy(round, index), round));
  expect(book.all().map(({ state, quarantines }) => [state, quarantines])).toEqual([
    ['steady', 0],
    ['steady', 0],
    ['steady', 0],
  ]);
  for (let round = 2_000; round < 3_000; round += 1)
    HOSTS.forEach(({ address }, index) => book.answered(address, noisy(round, index) * (address === 'c' ? 10 : 1), round));
  expect(book.isDemoted('c')).toBe(true);
});

test('a probe is as good as most answers of the fast hosts: where a fourth of those are long, it may be too', () => {
  const book = new HostBook(QUARANTINE_DEFAULTS);
  const noisy = (round: number, index: number) => ((round + index) % 4 === 0 ? 20 : 2);
  for (let round = 0; round < 2_000; round += 1) HOSTS.forEach(({ address }, index) => book.answered(address, noisy(round, index), round));
  expect(book.limitMs).toBeGreaterThan(15);
});

test('a host that is far worse takes the place of the one in quarantine', () => {
  const book = bookOf([2, 6, 2]);
  expect(statesOf(book)).toEqual(['steady', 'quarantined', 'steady']);
  expect(statesOf(bookOf([2, 6, 60], 60, book, 400))).toEqual(['steady', 'steady', 'quarantined']);
});

test('a host most of whose requests fail goes into quarantine; one of which a few do stays', () => {
  const book = bookOf([2, 2, 2]);
  for (let turn = 0; turn < 30; turn += 1) {
    book.failed('a', 400 + turn * 10);
    if (turn % 3 === 0) book.failed('c', 400 + turn * 10);
    else book.answered('c', 2, 400 + turn * 10);
  }
  expect(statesOf(book)).toEqual(['quarantined', 'steady', 'steady']);
});

test('probes go out with growing pauses, and three good ones in a row bring the host back', () => {
  const book = bookOf([2, 20, 2]);
  const enteredAtMs = 390;
  const probes: number[] = [];
  for (let nowMs = enteredAtMs; nowMs < 5_000; nowMs += 1) {
    if (book.takeProbe(HOSTS, nowMs) === undefined) continue;
    probes.push(nowMs);
    book.probed('b', Infinity, nowMs);
  }
  const pauses = probes.slice(1).map((at, index) => at - (probes[index] ?? 0));
  expect(pauses.slice(0, 3)).toEqual([150, 225, 338]);
  expect(pauses.at(-1)).toBe(1_000);
  const states = [1, 2, 3].map((turn) => {
    const at = 10_000 + turn * 100;
    expect(book.takeProbe(HOSTS, at)?.address).toBe('b');
    book.probed('b', 2, at);
    return book.all().find(({ address }) => address === 'b')?.state;
  });
  expect(states).toEqual(['returning', 'returning', 'steady']);
  expect(book.hasDemoted).toBe(false);
});

test('a bad probe among good ones begins the count again', () => {
  const book = bookOf([2, 20, 2]);
  for (let turn = 0; turn < 2; turn += 1) book.probed('b', 2, 1_000);
  book.probed('b', 20, 1_000);
  for (let turn = 0; turn < 2; turn += 1) book.probed('b', 2, 1_000);
  expect(book.isDemoted('b')).toBe(true);
});

test('a host that comes up is probed at once', () => {
  const book = bookOf([2, 2, 2]);
  book.down('a', 100);
  expect(book.takeProbe(HOSTS, 200)).toBeUndefined();
  book.up('a', 300);
  expect(book.takeProbe(HOSTS, 300)?.address).toBe('a');
});

test('a host that was removed while in quarantine leaves its place to another', () => {
  const book = bookOf([2, 20, 2]);
  book.removed('b');
  expect(book.hasDemoted).toBe(false);
  expect(statesOf(bookOf([2, 2, 20], 40, book, 400))).toContain('quarantined');
});

test('whatever happens, no more hosts than the cap are in quarantine, and one is left that is not', () => {
  const event = fc.record({
    address: fc.integer({ min: 0, max: 6 }).map(String),
    what: fc.constantFrom('fast', 'slow', 'failed', 'good', 'bad', 'down', 'up', 'removed'),
    times: fc.integer({ min: 1, max: 40 }),
  });
  const property = fc.property(fc.array(event, { maxLength: 200 }), (events) => {
    let nowMs = 0;
    const book = new HostBook(QUARANTINE_DEFAULTS);
    for (let index = 0; index < 7; index += 1) for (let turn = 0; turn < 20; turn += 1) book.answered(String(index), 2, 0);
    for (const { address, what, times } of events) {
      for (let turn = 0; turn < times; turn += 1) {
        if (what === 'fast') book.answered(address, 2, 0);
        else if (what === 'slow') book.answered(address, 50, (nowMs += 10));
        else if (what === 'failed') book.failed(address, (nowMs += 10));
        else if (what === 'good') book.probed(address, 1, 0);
        else if (what === 'bad') book.probed(address, Infinity, 0);
        else book[what](address, 0);
      }
      const demoted = book.all().filter(({ state }) => isDemoted(state));
      expect(demoted.length).toBeLessThanOrEqual(2);
      expect(book.hasDemoted).toBe(demoted.length > 0);
    }
  });
  fc.assert(property, { numRuns: 200 });
});
