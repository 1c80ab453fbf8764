import { describe, expect, it } from 'vitest';
import { sourceOf } from './source.ts';
import { keyword, nameOf, quotedText, withoutPasswords, wordsOf } from './words.ts';

describe('wordsOf()', () => {
  it('gives the words without comments, line ends and the semicolon', () => {
    const words = wordsOf('DESCRIBE /* x */ KEYSPACES -- y\n;');
    expect(words.map((word) => keyword(word))).toEqual(['describe', 'keyspaces']);
  });

  it('tells names and texts from keywords', () => {
    const [keywordToken, name, text] = wordsOf(`Tables "Ta""bles" 'it''s'`);
    expect([keywordToken, name, text].map((word) => keyword(word))).toEqual(['tables', '"Ta""bles"', "'it''s'"]);
    expect([keywordToken, name, text].map((word) => nameOf(word))).toEqual(['tables', 'Ta"bles', undefined]);
    expect([keywordToken, name, text].map((word) => quotedText(word))).toEqual([undefined, 'Ta"bles', "it's"]);
  });
});

describe('sourceOf()', () => {
  it.each([
    ["SOURCE 'a''b.cql'", "a'b.cql"],
    ['source "a.cql";', 'a.cql'],
    ["SOURCE /* x */ 'a.cql'", 'a.cql'],
    ['SOURCE a.cql', undefined],
    ["SOURCE 'a' 'b'", undefined],
  ])('of %s', (text, name) => {
    expect(sourceOf(text)).toEqual({ name });
  });

  it('is undefined for other statements', () => {
    expect(sourceOf("SELECT 'source'")).toBeUndefined();
  });
});

describe('withoutPasswords()', () => {
  it.each([
    ["LOGIN ada 'geheim'", "LOGIN ada '***'"],
    ["LOGIN 'ada' /* x */ 'geheim';", "LOGIN 'ada' /* x */ '***';"],
    ["CREATE ROLE ada WITH PASSWORD = 'ge''heim' AND LOGIN = true", "CREATE ROLE ada WITH PASSWORD = '***' AND LOGIN = true"],
    ["ALTER USER ada WITH password\n'geheim'", "ALTER USER ada WITH password\n'***'"],
    ["CREATE ROLE a WITH HASHED PASSWORD = 'x'", "CREATE ROLE a WITH HASHED PASSWORD = '***'"],
    ["SELECT 'a' FROM t", "SELECT 'a' FROM t"],
  ])('of %j', (text, shown) => {
    expect(withoutPasswords(text)).toBe(shown);
  });
});
