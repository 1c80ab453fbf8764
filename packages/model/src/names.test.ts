import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { cqlIdentifier, nameOfIdentifier } from './cql-identifier.ts';
import {
  type KeyspaceName,
  keyspaceName,
  keyspaceOfIdentifier,
  parseKeyspaceName,
  parseQualifiedTable,
  parseTableName,
  type TableName,
  tableOfIdentifier,
} from './names.ts';

const RESERVED = ['select', 'table', 'keyspace', 'token', 'full', 'nan'];
const word = fc.oneof(fc.stringMatching(/^\w{1,48}$/), fc.constantFrom(...RESERVED, ...RESERVED.map((each) => each.toUpperCase())));
const anything = fc.oneof(word, fc.string(), fc.stringMatching(/^"?[\w.\- "]{0,50}"?$/));

describe('a name as a person gives it', () => {
  it('is exact, and means the same with and without double quotes, reserved words and mixed case among them', () => {
    fc.assert(
      fc.property(word, (name) => {
        for (const parse of [parseKeyspaceName, parseTableName]) {
          expect(parse(name)).toBe(name);
          expect(parse(`"${name}"`)).toBe(name);
        }
      }),
    );
  });

  it.each(['', '""', '"Mix', 'Mix"', 'a b', 'a.b', 'ä', '"a"b"', '""a""', '*', 'a\n', '\n', 'x'.repeat(223)])('cannot be %j', (text) => {
    expect([parseKeyspaceName(text), parseTableName(text)]).toEqual([undefined, undefined]);
  });

  it('may have 48 characters for a keyspace, and 222 for a table', () => {
    expect([parseKeyspaceName('k'.repeat(48)), parseKeyspaceName('k'.repeat(49))]).toEqual(['k'.repeat(48), undefined]);
    expect([parseTableName('t'.repeat(222)), parseTableName(`"${'t'.repeat(222)}"`)]).toEqual(['t'.repeat(222), 't'.repeat(222)]);
  });

  it('is refused with the rule where a program has to know it', () => {
    expect(() => keyspaceName('a b')).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', remedy: 'The name of a keyspace has 1 to 48 letters, digits and underscores.' }),
    );
  });
});

describe('a name in CQL and over the wire', () => {
  it('is read as the name that was written, whatever it is', () => {
    fc.assert(
      fc.property(word, (name) => {
        expect(keyspaceOfIdentifier(cqlIdentifier(name))).toBe(name);
        expect(tableOfIdentifier(cqlIdentifier(name))).toBe(name);
      }),
    );
  });

  it('is lower case without quotes', () => {
    expect([keyspaceOfIdentifier('MixKs'), keyspaceOfIdentifier('"MixKs"'), tableOfIdentifier('SELECT')]).toEqual([
      'mixks',
      'MixKs',
      'select',
    ]);
  });

  it('names something only if a person could name it', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const [keyspace, table] = [keyspaceOfIdentifier(text), tableOfIdentifier(text)];
        expect([keyspace && parseKeyspaceName(keyspace), table && parseTableName(table)]).toEqual([keyspace, table]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of any other kind, a column’s for example, may have any characters', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        expect(nameOfIdentifier(cqlIdentifier(name))).toBe(name);
      }),
    );
    expect(cqlIdentifier('a"b')).toBe('"a""b"');
  });
});

describe('parseQualifiedTable()', () => {
  it('reads both names and that of an index', () => {
    fc.assert(
      fc.property(word, word, fc.boolean(), fc.boolean(), (keyspace, table, quoteKeyspace, quoteTable) => {
        const quoted = (name: string, quotes: boolean): string => (quotes ? `"${name}"` : name);
        const text = `${quoted(keyspace, quoteKeyspace)}.${quoted(table, quoteTable)}`;
        expect(parseQualifiedTable(text)).toEqual({ keyspace, table });
        expect(parseQualifiedTable(`${text}.by_day`)).toEqual({ keyspace, table, index: 'by_day' });
      }),
    );
  });

  it.each(['', 'orders', 'orders.', '.events', 'a.b.c.d', '"a.b"', 'a/b.Data', 'nb-1-big-Data.db'])('does not read %j', (text) => {
    expect(parseQualifiedTable(text)).toBeUndefined();
  });
});

it('a raw string is no name to the compiler, and the names of different things are not either', () => {
  expectTypeOf<string>().not.toExtend<KeyspaceName>();
  expectTypeOf<KeyspaceName>().not.toExtend<TableName>();
  expectTypeOf<KeyspaceName>().toExtend<string>();
});
