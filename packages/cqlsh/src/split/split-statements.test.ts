import { describe, expect, it } from 'vitest';
import { scanStatements } from './scan.ts';
import { splitStatements } from './split-statements.ts';

const texts = (text: string): readonly string[] => splitStatements(text).map((statement) => statement.text);

describe('splitStatements()', () => {
  it('ends a statement at its semicolon, and names the line that it begins on', () => {
    expect(splitStatements('USE a;\n\n-- note; well\nSELECT *\n FROM t ;')).toEqual([
      { text: 'USE a;', line: 1 },
      { text: 'SELECT *\n FROM t ;', line: 4 },
    ]);
  });

  it.each([
    ['a string', "SELECT ';' FROM t;"],
    ['a doubled quote in a string', "SELECT 'it''s; so' FROM t;"],
    ['a quoted name', 'SELECT "a;""b" FROM t;'],
    ['dollar quotes', "CREATE FUNCTION f() AS $$ return 'x'; $$;"],
    ['a block comment', 'SELECT /* a; b */ 1 FROM t;'],
    ['a line comment', 'SELECT -- a; b\n 1 FROM t;'],
    ['another line comment', "SELECT // it's; \n 1 FROM t;"],
  ])('finds no end in %s', (_, statement) => {
    expect(texts(`${statement} USE a;`)).toEqual([statement, 'USE a;']);
  });

  it('keeps a batch in one piece', () => {
    const batch = 'BEGIN UNLOGGED BATCH\n INSERT INTO t (a) VALUES (1);\n DELETE FROM t WHERE a = 2;\nAPPLY BATCH;';
    expect(texts(`${batch}\nUSE a;`)).toEqual([batch, 'USE a;']);
  });

  it('ends a command of the shell with its line', () => {
    expect(texts('CONSISTENCY QUORUM\nTRACING ON;\nDESC TABLES\nSELECT 1\nFROM t;')).toEqual([
      'CONSISTENCY QUORUM',
      'TRACING ON;',
      'DESC TABLES',
      'SELECT 1\nFROM t;',
    ]);
  });

  it.each([
    ['a carriage return', 'SELECT 1 FROM t; -- note\rDROP TABLE t;'],
    ['both', 'SELECT 1 FROM t; // note\r\nDROP TABLE t;'],
    ['a line feed', 'SELECT 1 FROM t; -- note\nDROP TABLE t;'],
  ])('ends a comment, and a command of the shell, with %s, and counts it as one line', (_, text) => {
    expect(splitStatements(text)).toEqual([
      { text: 'SELECT 1 FROM t;', line: 1 },
      { text: 'DROP TABLE t;', line: 2 },
    ]);
    const end = /[\r\n]+/.exec(text)?.[0] ?? '';
    expect(texts(`TRACING ON${end}DESC TABLES${end}USE a;`)).toEqual(['TRACING ON', 'DESC TABLES', 'USE a;']);
  });

  it('takes a last statement without a semicolon, and leaves out what is only comments and blanks', () => {
    expect(texts('USE a; /* end */ -- nothing\n')).toEqual(['USE a;']);
    expect(texts('USE a')).toEqual(['USE a']);
  });

  it.each([
    ["SELECT 'abc", 1],
    ['USE a;\nSELECT "abc', 2],
    ['\n\nx $$ abc', 3],
    ['/* abc', 1],
  ])('refuses %j, which is never closed, and names the line', (text, line) => {
    expect(() => splitStatements(text)).toThrow(
      expect.objectContaining({ code: 'CQL_MALFORMED', message: expect.stringContaining(`Line ${line}:`) as string }),
    );
  });
});

describe('scanStatements()', () => {
  it('says what has no end yet', () => {
    expect(scanStatements('USE a;\nSELECT *\n')).toEqual({
      statements: [{ text: 'USE a;', line: 1 }],
      rest: { text: 'SELECT *', line: 2 },
    });
    expect(scanStatements('BEGIN BATCH\nDELETE FROM t WHERE a = 1;\n').rest?.text).toBe('BEGIN BATCH\nDELETE FROM t WHERE a = 1;');
    expect(scanStatements('')).toEqual({ statements: [] });
  });
});
