import { useCluster } from '@ringside/cluster/vitest';
import { describe, expect, it } from 'vitest';
import { jsonText } from './format/json.ts';
import type { JsonValue } from './format/json-value.ts';
import { type CqlShell, openCqlShell } from './shell/shell.ts';

const TYPES =
  'a ascii, b boolean, bl blob, d date, du duration, db double, f float, i inet, n int, si smallint, t text, ti time, ts timestamp, ty tinyint, u uuid, tu timeuuid';
const COLLECTIONS =
  'l list<int>, s set<text>, m map<text, int>, mf map<float, int>, mi map<int, text>, ml map<frozen<list<int>>, int>, tp tuple<int, text>, us frozen<user>, v vector<float, 2>';
/** Values on which Cassandra's own JSON is sound, so that ours has to be the same. */
const ROWS: readonly string[] = [
  `(k, a, b, bl, d, du, db, f, i, n, si, t, ti, ts, ty, u, tu) VALUES (1, 'x', true, 0xcafe, '2026-11-23', 1y2mo3d4h, 0.1, 0.1, '10.0.0.1', -1, -32768,
   'q"\\
é', '08:12:54.123456789', '2026-11-23T10:00:00.120Z', -128, 123e4567-e89b-12d3-a456-426655440000, 50554d6e-29bb-11e5-b345-feff819cdc9f)`,
  `(k, d, db, f, i, ts) VALUES (2, '-0001-01-01', 1.7976931348623157E308, 3.4028235E38, '2001:db8:1:1:1:1:1:1', -62135596800000)`,
  '(k, d, db, f, ts) VALUES (3, 4294967295, 4.9E-324, -0.0, 253402300799999)',
  `(k, l, s, m, mf, mi, ml, tp, us, v) VALUES (4, [1, 2], {'b', 'a'}, {'x': 1, '__proto__': 2}, {1.0000001: 1, 1.0000002: 2}, {1: 'a', -1: 'b'},
   {[1, 2]: 3}, (1, null), {name: 'Ada', born: '1815-12-10'}, [0.1, -0.0])`,
  '(k) VALUES (5)',
];

describe('JSON of a real node’s values', () => {
  const cluster = useCluster();
  const rowsOf = async (shell: CqlShell, text: string): Promise<readonly Readonly<Record<string, JsonValue>>[]> => {
    const all: Readonly<Record<string, JsonValue>>[] = [];
    for await (const { failed, output, rows } of shell.run(text)) {
      expect({ failed, output: failed ? output : '' }).toEqual({ failed: false, output: '' });
      all.push(...(rows ?? []));
    }
    return all;
  };

  it('is that of SELECT JSON where that is sound, and INSERT JSON takes it back', async () => {
    const { address, nativePort } = cluster().node(0);
    const shell = await openCqlShell({ contactPoints: [address], port: nativePort });
    try {
      await rowsOf(
        shell,
        `CREATE KEYSPACE json WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1}; USE json; CREATE TYPE user (name text, born date);
         CREATE TABLE t (k int PRIMARY KEY, big bigint, vi varint, de decimal, ${TYPES}, ${COLLECTIONS}); ${ROWS.map((row) => `INSERT INTO t ${row};`).join('\n')}`,
      );
      const ours = await rowsOf(shell, 'SELECT * FROM t;');
      const theirs = (await rowsOf(shell, 'SELECT JSON * FROM t;')).map((row) => JSON.parse(row['[json]'] as string) as unknown);
      expect(theirs.length).toBe(ROWS.length);
      expect(ours.map((row) => JSON.parse(jsonText(row)) as unknown)).toEqual(theirs);

      await rowsOf(
        shell,
        'INSERT INTO t (k, big, vi, de) VALUES (6, -9223372036854775808, 123456789012345678901234567890, 1.50); INSERT INTO t (k, ts) VALUES (7, 9223372036854775807);',
      );
      const before = await rowsOf(shell, 'SELECT * FROM t;');
      await rowsOf(shell, 'TRUNCATE t;');
      for (const row of before) await rowsOf(shell, `INSERT INTO t JSON '${jsonText(row).replaceAll("'", "''")}';`);
      expect(await rowsOf(shell, 'SELECT * FROM t;')).toEqual(before);
      expect(before.find(({ k }) => k === 6)).toMatchObject({
        big: '-9223372036854775808',
        vi: '123456789012345678901234567890',
        de: '1.50',
      });
      expect(before.find(({ k }) => k === 7)).toMatchObject({ ts: '9223372036854775807' });
      await rowsOf(shell, 'DROP KEYSPACE json;');
    } finally {
      await shell.close();
    }
  });
});
