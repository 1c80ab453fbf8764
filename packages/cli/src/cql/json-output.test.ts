import { errors } from '@ringside/core';
import type { CqlPart } from '@ringside/cqlsh';
import { describe, expect, it } from 'vitest';
import { JsonOutput } from './json-output.ts';

const part = (fields: Partial<CqlPart>): CqlPart => ({ statement: 'S', line: 1, output: '', isLast: false, failed: false, ...fields });

function printed(parts: readonly CqlPart[], why?: { code: string; message: string }): unknown {
  const json = new JsonOutput();
  return JSON.parse(parts.map((one) => json.take(one)).join('') + json.end(why));
}

describe('JsonOutput', () => {
  it('joins the rows of all parts of a statement', () => {
    const rows = [part({ output: '\n' }), part({ rows: [{ a: 1 }] }), part({ rows: [{ a: -0 }, { a: 2 }] }), part({ isLast: true })];
    expect(printed([...rows, ...rows])).toEqual([
      { statement: 'S', line: 1, rows: [{ a: 1 }, { a: -0 }, { a: 2 }], failed: false },
      { statement: 'S', line: 1, rows: [{ a: 1 }, { a: -0 }, { a: 2 }], failed: false },
    ]);
  });

  it('gives warnings and traces beside rows, and not what only a table needs', () => {
    const before = [part({ output: '\n' }), part({ rows: [{ a: 1 }] }), part({ output: '\n(1 rows)\n' })];
    const notices = [part({ output: '\nWarnings :\nw\n\n', isNotice: true }), part({ output: '\nTracing\n', isNotice: true })];
    expect(printed([...before, ...notices, part({ isLast: true }), ...before, part({ isLast: true })])).toEqual([
      { statement: 'S', line: 1, rows: [{ a: 1 }], output: '\nWarnings :\nw\n\n\nTracing\n', failed: false },
      { statement: 'S', line: 1, rows: [{ a: 1 }], failed: false },
    ]);
  });

  it('tells no rows from rows that are none, and gives what a command says', () => {
    expect(
      printed([part({ rows: [] }), part({ isLast: true }), part({ output: 'on\n', isLast: true }), part({ isLast: true, file: 'f' })]),
    ).toEqual([
      { statement: 'S', line: 1, rows: [], failed: false },
      { statement: 'S', line: 1, output: 'on\n', failed: false },
      { statement: 'S', file: 'f', line: 1, failed: false },
    ]);
  });

  it('is one JSON value also when a statement fails, or is broken off, behind its first rows', () => {
    const error = errors.ABORTED({ message: 'Interrupted' });
    const shown = { code: 'ABORTED', message: 'Interrupted' };
    const expected = [{ statement: 'S', line: 1, rows: [{ a: 1 }], failed: true, error: shown }];
    expect(printed([part({ rows: [{ a: 1 }] }), part({ isLast: true, failed: true, error })])).toEqual(expected);
    expect(printed([part({ rows: [{ a: 1 }] })], error)).toEqual(expected);
    expect(printed([])).toEqual([]);
  });
});
