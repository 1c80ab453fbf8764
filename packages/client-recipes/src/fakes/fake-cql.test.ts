import { describe, expect, test } from 'vitest';
import { FakeCql } from './fake-cql.ts';
import { faultyCqlClient, type StatementFate } from './faulty-client.ts';

const INSERT = 'INSERT INTO shop.t (p, c, v) VALUES (?, ?, ?)';
const SELECT = 'SELECT c, v FROM shop.t WHERE p = ?';
const OPTIONS = { consistency: 4, isIdempotent: true, prepare: true };

function newCql(options = ''): FakeCql {
  const cql = new FakeCql();
  cql.run(`CREATE TABLE IF NOT EXISTS shop.t (p int, c text, v text, PRIMARY KEY ((p), c))${options}`, []);
  return cql;
}

describe('FakeCql', () => {
  test('returns the rows of a partition in the order of their keys, by bytes', () => {
    const cql = newCql();
    for (const c of ['b', 'ä', 'a', 'B']) cql.run(INSERT, [1, c, 'x']);
    cql.run(INSERT, [2, 'other', 'x']);
    expect(cql.run(SELECT, [1]).rows.map((row) => row.get('c'))).toEqual(['B', 'a', 'b', 'ä']);
  });

  test('returns pages that are full, empty or early, and each row once, also of rows that are written meanwhile', () => {
    const cql = newCql();
    for (let at = 10; at < 40; at += 2) cql.run(INSERT, [1, String(at), 'x']);
    const read: unknown[] = [];
    const sizes: number[] = [];
    let pageState: string | null | undefined;
    do {
      const page = cql.run(SELECT, [1], { fetchSize: 4, ...(pageState && { pageState }) });
      read.push(...page.rows.map((row) => row.get('c')));
      sizes.push(page.rows.length);
      cql.run(INSERT, [1, '11', 'x']);
      ({ pageState } = page);
    } while (pageState);
    expect(sizes.slice(0, 3)).toEqual([4, 0, 1]);
    expect(read).toEqual(Array.from({ length: 15 }, (_, at) => String(10 + 2 * at)));
  });

  test('refuses what Cassandra and the driver refuse', () => {
    const cql = newCql();
    const invalid = expect.objectContaining({ code: 0x22_00 });
    expect(() => cql.run('SELECT v FROM shop.t WHERE c = ?', ['a'])).toThrow(invalid);
    expect(() => cql.run('SELECT v FROM shop.none WHERE p = ?', [1])).toThrow(invalid);
    expect(() => cql.run('INSERT INTO shop.t (p, v) VALUES (?, ?)', [1, 'x'])).toThrow(invalid);
    expect(() => cql.run('INSERT INTO shop.t (p, c, w) VALUES (?, ?, ?)', [1, 'a', 'x'])).toThrow(invalid);
    expect(() => cql.run(`BEGIN BATCH USING TIMESTAMP ? ${INSERT} IF NOT EXISTS; APPLY BATCH`, ['1', 1, 'a', 'x'])).toThrow(invalid);
    expect(() => cql.run('ALTER TABLE shop.t', [])).toThrow(invalid);
    expect(() => cql.run(INSERT, ['1', 'a', 'x'])).toThrow(TypeError);
  });

  test('deletes a whole partition, but for what is written with a greater timestamp, and tells write timestamps', () => {
    const cql = newCql();
    cql.run(INSERT, [1, 'a', 'x'], { micros: 10 });
    cql.run(INSERT, [1, 'b', 'x'], { micros: 12 });
    cql.run(INSERT, [2, 'a', 'x'], { micros: 10 });
    cql.run('DELETE FROM shop.t WHERE p = ?', [1], { micros: 11 });
    cql.run(INSERT, [1, 'c', 'late'], { micros: 11 });
    const { rows } = cql.run('SELECT c, WRITETIME(v) AS written FROM shop.t WHERE p = ?', [1]);
    expect(rows.map((row) => [row.get('c'), row.get('written')])).toEqual([['b', 12]]);
    expect(cql.rows('shop.t')).toHaveLength(2);
    expect(() => cql.run('DELETE FROM shop.t WHERE c = ?', ['a'])).toThrow(expect.objectContaining({ code: 0x22_00 }));
  });

  test('drops rows when the time to live of their table is over', () => {
    const cql = newCql(' WITH default_time_to_live = 60 AND gc_grace_seconds = 60');
    cql.run(INSERT, [1, 'a', 'x']);
    cql.nowMs += 59_999;
    expect(cql.rows('shop.t')).toHaveLength(1);
    cql.nowMs += 1;
    expect(cql.rows('shop.t')).toEqual([]);
  });
});

test.each<[StatementFate, number, number]>([
  ['lost', 0, 0],
  ['unheard', 1, 1],
  ['late', 0, 1],
])('a statement that is %s is a time-out, and %i rows are there before what is late arrives, %i then', async (fate, before, after) => {
  const cql = newCql();
  const faulty = faultyCqlClient(cql, () => fate);
  await expect(faulty.client.execute(INSERT, [1, 'a', 'x'], OPTIONS)).rejects.toMatchObject({ name: 'OperationTimedOutError' });
  expect(cql.rows('shop.t')).toHaveLength(before);
  faulty.arrive();
  expect(cql.rows('shop.t')).toHaveLength(after);
});

test('a write that is late does not replace one that was sent after it', async () => {
  const cql = newCql();
  const fates: StatementFate[] = ['late', 'answered'];
  const faulty = faultyCqlClient(cql, () => fates.shift() ?? 'answered');
  await expect(faulty.client.execute(INSERT, [1, 'a', 'first'], OPTIONS)).rejects.toThrow('did not reply');
  await faulty.client.execute(INSERT, [1, 'a', 'second'], OPTIONS);
  faulty.arrive();
  expect(cql.rows('shop.t').map((row) => row.get('v'))).toEqual(['second']);
});
