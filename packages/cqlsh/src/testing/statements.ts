/**
 * What both shells are asked, by what it is about. Each begins in no keyspace and with nothing of the others there, and cleans up.
 * Left out is only where cqlsh 6.2.2 itself errs: fields of user-defined types whose names need quotes, nulls inside of tuples, the
 * width of empty frozen collections, and values of no bytes.
 */
const STATEMENTS: Readonly<Record<string, string>> = {
  numbers: `
CREATE KEYSPACE nu WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};
CREATE TABLE nu.n (k int PRIMARY KEY, f float, d double, de decimal);
${[
  '0.1, 0.1, 1E+5',
  '12345.678, 12345.678, 1E-7',
  '123456.789, 123456.789, 0.000001',
  '0.00001234, 0.00001234, 0.0000001',
  'NaN, Infinity, -12',
  '-0.0, -Infinity, 0',
  '99999.99999, 99999.99999, 0.00',
  '1e20, 1.23456789e-20, 123456789012345678901234567890.12345',
  '0.0001, 0.0009999999, -0.5',
  '100, 1000000, 1e3',
  '0.5, 2.5e-17, 10.0',
  '9.99999, 999999.5, -1E-10',
]
  .map((values, index) => `INSERT INTO nu.n (k, f, d, de) VALUES (${index}, ${values});`)
  .join('\n')}
SELECT * FROM nu.n;
SELECT avg(f), sum(d), max(de), count(*) AS rows FROM nu.n WHERE k IN (0, 1, 2);
DROP KEYSPACE nu;`,

  'collections in the order that Python gives them': `
CREATE KEYSPACE co WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};
USE co;
CREATE TABLE c (k int PRIMARY KEY, su set<uuid>, si set<inet>, st set<timestamp>, mb map<blob, boolean>, lt list<time>, ld list<date>,
  ldu list<duration>, sd set<double>, mu map<uuid, timeuuid>, ltu list<frozen<tuple<int, text>>>, lx list<text>, sde set<decimal>);
INSERT INTO c (k, su, si, st, mb, lt, ld, ldu, sd, mu, ltu, lx, sde) VALUES (1,
  {f47ac10b-58cc-4372-a567-0e02b2c3d479, 123e4567-e89b-12d3-a456-426655440000, 00000000-0000-1000-8000-000000000000},
  {'10.0.0.9', '9.0.0.1', '::1'}, {'2026-01-01', '2025-01-01'}, {0xff: true, 0x01: false}, ['01:02:03'], ['2026-01-01'], [1d, 3s],
  {2.5, 0.1, 1e10}, {f47ac10b-58cc-4372-a567-0e02b2c3d479: 50554d6e-29bb-11e5-b345-feff819cdc9f,
  123e4567-e89b-12d3-a456-426655440000: 50554d6e-29bb-11e5-b345-feff819cdc9f}, [(1, 'a'), (2, 'b')],
  ['a''b', 'c\\d', 'nl
x', 'é', '日本'], {1.50, -2});
SELECT * FROM c;
DROP KEYSPACE co;`,

  'names and texts of every width': `
CREATE KEYSPACE wi WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};
CREATE TABLE wi.w (k text PRIMARY KEY, "Mixed Case" text, "日本" text);
INSERT INTO wi.w (k, "Mixed Case", "日本") VALUES ('日本語', 'é combining e\u0301', 'emoji 😀 👩‍👩‍👧 ok');
INSERT INTO wi.w (k, "Mixed Case", "日本") VALUES ('a', 'ﬀ … — „quotes“', '한국어');
SELECT * FROM wi.w;
DROP KEYSPACE wi;`,

  'conditional writes, batches and counters': `
CREATE KEYSPACE lw WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};
USE lw;
CREATE TABLE t (k text PRIMARY KEY, v text);
INSERT INTO t (k) VALUES ('a') IF NOT EXISTS;
INSERT INTO t (k, v) VALUES ('a', 'again') IF NOT EXISTS;
UPDATE t SET v = 'x' WHERE k = 'a' IF v = 'no';
DELETE FROM t WHERE k = 'a' IF EXISTS;
DELETE FROM t WHERE k = 'a' IF EXISTS;
BEGIN BATCH
  INSERT INTO t (k) VALUES ('b1');
  INSERT INTO t (k) VALUES ('b2');
APPLY BATCH;
BEGIN BATCH INSERT INTO t (k) VALUES ('b1') IF NOT EXISTS; APPLY BATCH;
CREATE TABLE n (k int PRIMARY KEY, c counter);
UPDATE n SET c = c + 5 WHERE k = 1;
SELECT * FROM n;
INSERT INTO n (k) VALUES (1);
TRUNCATE t;
SELECT * FROM t;
DROP KEYSPACE lw;`,

  'pages, and EXPAND over pages': `
CREATE KEYSPACE pa WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};
USE pa;
CREATE TABLE p (k int, c int, t text, PRIMARY KEY (k, c));
${Array.from({ length: 130 }, (_, index) => `INSERT INTO p (k, c, t) VALUES (1, ${index}, '${'x'.repeat(index / 20 + 1)}');`).join('\n')}
SELECT * FROM p;
PAGING OFF
SELECT * FROM p LIMIT 110;
PAGING
PAGING 50
SELECT * FROM p LIMIT 110;
EXPAND ON
PAGING 2
SELECT * FROM p LIMIT 3;
SELECT * FROM p WHERE k = 7;
EXPAND OFF
EXPAND OFF
PAGING ON
SELECT DISTINCT k FROM p;
SELECT * FROM p WHERE k = 1 AND c > 5 ORDER BY c DESC LIMIT 2;
DROP KEYSPACE pa;`,

  'commands of the shell': `
CONSISTENCY
CONSISTENCY quorum;
CONSISTENCY
SERIAL CONSISTENCY
SERIAL CONSISTENCY LOCAL_SERIAL
SERIAL CONSISTENCY QUORUM
CONSISTENCY MOST
TRACING
TRACING OFF
TRACING PERHAPS
EXPAND
PAGING
SHOW HOST
SHOW ME
EXIT
SELECT * FROM system.local;`,

  'what DESCRIBE prints': `
CREATE KEYSPACE de WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};
CREATE TABLE de.t (k int, c int, "V w" text, PRIMARY KEY (k, c)) WITH CLUSTERING ORDER BY (c DESC) AND comment = 'it''s';
CREATE TYPE de.one (a int);
CREATE INDEX i ON de.t ("V w");
DESCRIBE TABLE de.t
DESC KEYSPACES;
DESCRIBE TABLES
USE de;
DESCRIBE TABLES
DESCRIBE TYPES
DESCRIBE TYPE one
DESCRIBE INDEX i
DESCRIBE KEYSPACE
DESCRIBE ONLY KEYSPACE de
DESCRIBE t
DESCRIBE CLUSTER
DESCRIBE FUNCTIONS
DESCRIBE nothing
DESCRIBE TABLE nothing
USE system;
DESCRIBE TABLES
DROP KEYSPACE de;`,

  'errors and warnings of the server': `
CREATE KEYSPACE er WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3};
CREATE KEYSPACE er WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3};
CREATE KEYSPACE no WITH replication = {'class': 'NopeStrategy'};
USE er;
USE "NoSuch";
CREATE TABLE t (k int PRIMARY KEY, v text);
CREATE TABLE t (k int PRIMARY KEY);
SELECT * FROM t;
SELECT * FROM nope;
SELECT nope FROM t;
SELECT * FROM t WHERE v = 'x';
SELEC;
FOO BAR 'it''s';
INSERT INTO t (k) VALUES ('text');
INSERT INTO t (k) VALUES (1) IF NOT EXISTS;
CONSISTENCY QUORUM
INSERT INTO t (k) VALUES (1);
SELECT * FROM t;
CONSISTENCY EACH_QUORUM
SELECT * FROM t;
CONSISTENCY LOCAL_SERIAL
SELECT * FROM t WHERE k = 1;
INSERT INTO t (k) VALUES (1);
CONSISTENCY ANY
INSERT INTO t (k) VALUES (1);
SELECT * FROM t;
CONSISTENCY ONE
SELECT * FROM t;
DROP TABLE nope;
DROP KEYSPACE IF EXISTS nope;
LIST ROLES;
CREATE MATERIALIZED VIEW mv AS SELECT * FROM t WHERE k IS NOT NULL AND v IS NOT NULL PRIMARY KEY (v, k);
CREATE FUNCTION f (a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS $$ return a; $$;
DROP KEYSPACE er;`,

  'a read that meets too many tombstones': `
CREATE KEYSPACE tomb WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};
USE tomb;
CREATE TABLE t (k int, c int, PRIMARY KEY (k, c));
${Array.from({ length: 1200 }, (_, index) => `DELETE FROM t WHERE k = ${index % 2} AND c = ${index};`)
  .filter((_, index) => index % 2 === 0 || index < 1000)
  .join('\n')}
SELECT * FROM t WHERE k = 1;
SELECT * FROM t WHERE k = 0;
DROP KEYSPACE tomb;`,

  'a trace': `
CREATE KEYSPACE tr WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};
CREATE TABLE tr.t (k int PRIMARY KEY);
TRACING ON
TRACING ON
INSERT INTO tr.t (k) VALUES (1);
SELECT * FROM tr.t WHERE k = 1;
SELECT session_id FROM system_traces.sessions LIMIT 0;
USE system;
TRACING OFF
DROP KEYSPACE tr;`,

  'values at the ends of their types': `
CREATE KEYSPACE en WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};
USE en;
CREATE TABLE t (k int PRIMARY KEY, t timestamp, d date, ld list<date>, ti time);
INSERT INTO t (k, t, d, ti) VALUES (1, -62135596800001, '-0001-01-01', '23:59:59.999999999');
INSERT INTO t (k, t, d) VALUES (2, 9223372036854775807, 4294967295);
INSERT INTO t (k, t, d) VALUES (3, -9223372036854775808, 0);
INSERT INTO t (k, t, d, ld) VALUES (4, 253402300800000, '9999-12-31', ['0000-12-31', '0999-01-01', '0001-01-01']);
INSERT INTO t (k, t) VALUES (5, -62135596800000);
SELECT * FROM t;
SELECT * FROM system_schema.dropped_columns;
CREATE TABLE n (k int PRIMARY KEY, f float, d double, b bigint, v varint, de decimal, m map<float, int>, md map<double, text>, du duration);
INSERT INTO n (k, f, d, b, v, de, du) VALUES (1, 1.4E-45, 4.9E-324, -9223372036854775808, -340282366920938463463374607431768211456, 1E-400, 178956970y7mo2147483647d);
INSERT INTO n (k, f, d, v, de, m, md, du) VALUES (2, 3.4028235E38, 1.7976931348623157E308, 128, 1E+400, {1.0000001: 1, 1.0000002: 2, -0.0: 3, 0.0: 4},
  {-0.0: 'neg', 0.1: 'x'}, -2562047h47m16s854ms775us807ns);
INSERT INTO n (k, f, d, v, de) VALUES (3, 16777217, 123456789.123456789, -129, -0.00);
SELECT * FROM n;
DROP KEYSPACE en;`,

  'empty values beside nulls': `
CREATE KEYSPACE em WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};
USE em;
CREATE TABLE e (k int PRIMARY KEY, i int, b bigint, t text, bl blob, u uuid, tu timeuuid, ts timestamp, ia inet, de decimal, v varint,
  bo boolean, f float, d double);
INSERT INTO e (k, i, b, t, bl, u, tu, ts, ia, de, v, bo, f, d) VALUES (1, blobAsInt(0x), blobAsBigint(0x), '', 0x, blobAsUuid(0x),
  blobAsTimeuuid(0x), blobAsTimestamp(0x), blobAsInet(0x), blobAsDecimal(0x), blobAsVarint(0x), blobAsBoolean(0x), blobAsFloat(0x), blobAsDouble(0x));
INSERT INTO e (k) VALUES (2);
SELECT * FROM e;
EXPAND ON
SELECT * FROM e;
EXPAND OFF
DROP KEYSPACE em;`,

  'names that mean something to JavaScript': `
CREATE KEYSPACE js WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};
USE js;
CREATE TABLE p (k int PRIMARY KEY, "__proto__" text, "constructor" map<text, int>, "toString" int, "1" int, "a b" int, "hasOwnProperty" int);
INSERT INTO p (k, "__proto__", "constructor", "toString", "1", "a b") VALUES (1, 'p', {'__proto__': 1, '': 2, 'constructor': 3}, 4, 5, 6);
SELECT * FROM p;
SELECT JSON * FROM p;
SELECT k AS "__proto__", k AS "valueOf" FROM p;
CREATE TYPE u ("constructor" int, tostring text);
CREATE TABLE ut (k int PRIMARY KEY, u frozen<u>, l list<frozen<u>>);
INSERT INTO ut (k, u, l) VALUES (1, {"constructor": 2, tostring: 'x'}, [{"constructor": 3}]);
SELECT * FROM ut;
DROP KEYSPACE js;`,

  'addresses in every form': `
CREATE KEYSPACE ad WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};
CREATE TABLE ad.i (k int PRIMARY KEY, i inet, s set<inet>);
${[
  '2001:db8:0:1:1:1:1:1',
  '::ffff:1.2.3.4',
  '::1.2.3.4',
  '1:0:0:2:0:0:0:3',
  '1:0:0:2:2:0:0:3',
  '::',
  '::5',
  'fe80::1:0',
  '1:2:3:4:5:6:7:0',
  '0.0.0.0',
  '255.255.255.255',
]
  .map((address, index) => `INSERT INTO ad.i (k, i) VALUES (${index}, '${address}');`)
  .join('\n')}
INSERT INTO ad.i (k, i, s) VALUES (99, blobAsInet(0x00000000000000000000ffff01020304), {'::1', '1.2.3.4', '10.0.0.1', '2001:db8::1'});
SELECT * FROM ad.i;
DROP KEYSPACE ad;`,

  'texts of many scripts': `
CREATE KEYSPACE sc WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};
CREATE TABLE sc.t (k int PRIMARY KEY, t text, l list<text>);
${[
  'ภาษาไทย น้ำใจ',
  'हिन्दी में लिखा',
  'தமிழ்',
  'বাংলা',
  'العربية',
  'עברית שָׁלוֹם',
  'မြန်မာ',
  'ខ្មែរ',
  '한국어',
  '日本語ｶﾅ',
  '❤️ 👍🏽 🇩🇪🇫🇷 👩‍👩‍👧 😀',
  'e\u0301 ñ',
  '\u200F\u05D0\u200E',
  'a\u200Bb',
  'ﷺ',
  '½ … ﬀ',
  '\u00AD',
]
  .map((text, index) => `INSERT INTO sc.t (k, t, l) VALUES (${index}, '${text}', ['${text}']);`)
  .join('\n')}
INSERT INTO sc.t (k, t, l) VALUES (90, blobAsText(0x1b5b324a1b5d303b7807c29b324a7f000d0a09), [blobAsText(0x1b5b33316dc285)]);
SELECT * FROM sc.t;
DROP KEYSPACE sc;`,

  'comments inside of commands': `
CONSISTENCY /* x */ QUORUM;
SERIAL /* x */ CONSISTENCY
TRACING /* x */ OFF
EXPAND /* z */
PAGING /* x */ 7
DESCRIBE /* x */ KEYSPACES
DESC /* only */ CLUSTER;
SHOW /* x */ HOST
/* x */ SELECT /* y */ key FROM system.local -- z
;
PAGING ON OFF
EXPAND MAYBE
CAPTURE
SELECT key, count(*) FROM /* x */ system /* . */ . local;`,
};

/**
 * One value of each type, and what else is in a row.
 *
 * @param vectors leaves out what is about vectors where there are none
 */
const everyType = (vectors: (text: string) => string): string => `
CREATE KEYSPACE ty WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};
USE ty;
CREATE TYPE address (street text, zip int, tags frozen<set<text>>);
CREATE TYPE "Person" (name text, home frozen<address>, born date);
CREATE TABLE everything (
  k int PRIMARY KEY, a ascii, bi bigint, bl blob, bo boolean, d date, de decimal, "Double" double, du duration, f float, i inet,
  si smallint, te text, ti time, ts timestamp, tu timeuuid, ty tinyint, u uuid, vi varint, l list<int>, s set<text>,
  m map<text, int>, tup tuple<int, text, double>, p frozen<"Person">, ${vectors('v vector<float, 3>, vt vector<text, 2>, vp list<frozen<vector<int, 2>>>,')}
  nested map<int, frozen<list<frozen<set<text>>>>>);
INSERT INTO everything (k, a, bi, bl, bo, d, de, "Double", du, f, i, si, te, ti, ts, tu, ty, u, vi, l, s, m, tup, p, ${vectors('v, vt, vp,')} nested)
  VALUES (1, 'abc', 9223372036854775807, 0xCAFE00, true, '2026-11-23', 123.4500, 3.141592653589793, 1y2mo3d4h5m6s7ms8us9ns,
  2.718281828, '127.0.0.1', -32768, 'text with ''quote'' and \\ back', '08:12:54.123456789', '2026-11-23T10:00:00.123Z',
  50554d6e-29bb-11e5-b345-feff819cdc9f, -128, 123e4567-e89b-12d3-a456-426655440000, 123456789012345678901234567890, [1, 2, 3],
  {'b', 'a', 'it''s'}, {'x': 1, 'y': 2}, (1, 'two', 3.5), {name: 'Ada', home: {street: 'Main', zip: 12, tags: {'q', 'p'}},
  born: '1815-12-10'}, ${vectors("[1.5, -2, 3.25], ['x', 'y''z'], [[1, 2], [3, 4]],")} {2: [{'a'}, {'b', 'c'}]});
INSERT INTO everything (k) VALUES (2);
INSERT INTO everything (k, a, bi, bl, bo, d, de, "Double", du, f, i, si, te, ti, ts, ty, vi, p)
  VALUES (3, '', -1, 0x, false, '1969-12-31', -0.0000001234, 1e300, -1h30m, 1e-10, '2001:db8::ff00:42:8329', 0,
  'two
lines	tab', '00:00:00', '1969-12-31T23:59:59.999Z', 0, -5, {name: 'Bob'});
SELECT * FROM everything;
EXPAND ON
SELECT * FROM everything;
EXPAND OFF
SELECT JSON k, te, f, de, m FROM everything;
SELECT k, writetime(te), ttl(te), token(k) FROM everything WHERE k = 9;
SELECT token(k), cast(bi AS text), (int) 1, 'lit', toTimestamp(tu) FROM everything;
SELECT k, k FROM everything;
DROP KEYSPACE ty;`;

const VECTORS = `
CREATE KEYSPACE ve WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};
CREATE TABLE ve.v (k int PRIMARY KEY, ti vector<tinyint, 2>, si vector<smallint, 2>, i vector<int, 2>, b vector<bigint, 2>, f vector<float, 2>,
  d vector<double, 2>, bo vector<boolean, 2>, ts vector<timestamp, 2>, da vector<date, 2>, tm vector<time, 2>, u vector<uuid, 1>,
  vi vector<varint, 2>, de vector<decimal, 2>, ia vector<inet, 2>, bl vector<blob, 2>, du vector<duration, 1>, v2 vector<vector<int, 2>, 2>,
  vt vector<vector<text, 1>, 2>);
INSERT INTO ve.v (k, ti, si, i, b, f, d, bo, ts, da, tm, u, vi, de, ia, bl, du, v2, vt) VALUES (1, [1, -1], [300, -300], [1, 2], [1, -2], [0.5, -0.0],
  [0.1, 2], [true, false], ['2026-01-01', 0], ['2026-01-01', '1970-01-01'], ['01:02:03', '00:00:00'], [123e4567-e89b-12d3-a456-426655440000],
  [1, 123456789012345678901234567890], [1.50, 2], ['10.0.0.1', '::1'], [0x00, 0xcafe], [1mo2d], [[1, 2], [3, 4]], [['a'], ['b']]);
SELECT ti, si, i, b, f, d, bo, ts, da, tm, u, vi, de, bl, du FROM ve.v;
DROP KEYSPACE ve;`;

/** The first major version whose tables have vectors (CEP-30). */
const VECTORS_SINCE = 5;

/** {@link STATEMENTS} and those about types, for a version of Cassandra: before 5.0 it would refuse every table that has a vector. */
export function statementsFor(version: string): Readonly<Record<string, string>> {
  const hasVectors = Number.parseInt(version, 10) >= VECTORS_SINCE;
  return {
    'every type': everyType((text) => (hasVectors ? text : '')),
    ...STATEMENTS,
    ...(hasVectors ? { 'vectors of every type': VECTORS } : {}),
  };
}
