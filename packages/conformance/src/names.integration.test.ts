import { cqlIdentifier, isSystemKeyspace, keyspaceOfIdentifier, parseKeyspaceName, SYSTEM_KEYSPACES } from '@ringside/model';
import { beforeAll, describe, expect, test } from 'vitest';
import { askCassandra } from './support/java-oracle.ts';
import { Chance } from './support/random.ts';

interface Answer {
  /** The text as a name in CQL. */
  readonly quoted: string;
  /** The keyspace that the text names in `USE`. */
  readonly read: string | null;
  /** Whether Cassandra makes a keyspace of that name. */
  readonly system: boolean;
}

/** Every word that can be a keyword somewhere, reserved or not, as `Lexer.g` has them. */
const WORDS =
  `access aggregate add all allow alter and any apply as asc ascii authorize batch begin between bigint blob boolean by called cast clear clustering
columnfamily compact contains count counter create custom date datacenters decimal default delete desc describe distinct double drop duration entries
execute exists filtering finalfunc float freeze from frozen full function functions grant group if in index indexes inet infinity initcond input insert int
into is json key keys keyspace keyspaces language like limit list login map materialized mbean mbeans modify nan nologin norecursive nosuperuser not null of
on only options or order partition password per permission permissions primary rename replace returns revoke role roles schema select set sfunc
smallint static storage stype superuser table text time timestamp timeuuid tinyint to token trigger truncate ttl tuple type unlogged unset update use user users
using uuid values varchar varint vector view where with writetime`.split(/\s+/);

const chance = new Chance(17);
const letters = 'abcXYZ019_'.split('');
const drawn = Array.from({ length: 400 }, () => Array.from({ length: chance.integer(1, 12) }, () => chance.pick(letters)).join(''));
const names = [...WORDS, ...WORDS.map((word) => word.toUpperCase()), ...drawn, ...SYSTEM_KEYSPACES, 'System', 'system_', 'systems'];
const texts = [
  ...names,
  ...names.map((name) => `"${name}"`),
  ...names.map((name) => cqlIdentifier(name)),
  'a b',
  '"a b"',
  '""',
  'ä',
  'a"b',
  '9a',
];

describe('names of keyspaces', () => {
  let answers: ReadonlyMap<string, Answer>;

  beforeAll(async () => {
    const asked = await askCassandra<Answer>('NamesOracle', texts);
    answers = new Map(texts.map((text, index) => [text, asked[index] as Answer]));
  });

  test('are quoted exactly where Cassandra itself quotes them', () => {
    const ours = names.map((name) => cqlIdentifier(name));
    expect(ours).toEqual(names.map((name) => answers.get(name)?.quoted));
    expect(ours.filter((text) => text.startsWith('"')).length).toBeGreaterThan(100);
    expect(ours.filter((text) => !text.startsWith('"')).length).toBeGreaterThan(100);
  });

  test('mean themselves to Cassandra as they are written, reserved words included', () => {
    for (const name of names) expect([name, answers.get(cqlIdentifier(name))?.read]).toEqual([name, name]);
  });

  test('are read as Cassandra reads them, wherever it reads them at all', () => {
    const read = texts.filter((text) => answers.get(text)?.read !== null && parseKeyspaceName(text) !== undefined);
    expect(read.length).toBeGreaterThan(1_000);
    for (const text of read) expect([text, keyspaceOfIdentifier(text)]).toEqual([text, answers.get(text)?.read]);
  });

  test('that are Cassandra’s own are known, and only they; some are made by later versions only', () => {
    const later = new Set([
      'system_accord',
      'system_accord_debug',
      'system_accord_debug_remote',
      'system_cluster_metadata',
      'system_metrics',
    ]);
    const theirs = names.filter((name) => answers.get(name)?.system === true);
    expect(theirs.length).toBeGreaterThan(6);
    expect(names.filter((name) => isSystemKeyspace(name) && !later.has(name))).toEqual(theirs);
  });
});
