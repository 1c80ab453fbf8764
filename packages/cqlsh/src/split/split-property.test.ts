import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cqlshErrors } from '../errors.ts';
import { type CqlStatement, scanStatements } from './scan.ts';
import { splitStatements } from './split-statements.ts';

const anything = fc.string({ unit: fc.constantFrom('a', 'Z', '_', '1', ' ', '\n', ';', "'", '"', '$', '-', '/', '*', 'é', '日') });
const word = fc.constantFrom('SELECT', 'from', 't', 'WHERE', '*', '=', '(1)', ',', 'apply', 'batch');
/** Everything that may stand inside of a statement and hold a semicolon. */
const part = fc.oneof(
  word,
  anything.map((text) => `'${text.replaceAll("'", "''")}'`),
  anything.map((text) => `"${text.replaceAll('"', '""')}"`),
  anything.map((text) => `$$${text.replaceAll('$', '')}$$`),
  anything.map((text) => `/* ${text.replaceAll('*', '')} */`),
  anything.map((text) => `-- ${text.replaceAll('\n', '')}\n`),
  anything.map((text) => `// ${text.replaceAll('\n', '')}\n`),
);
const simple = fc.array(part, { maxLength: 6 }).map((parts) => `UPDATE ${[...parts, 'x'].join(' ')};`);
const batch = fc.array(simple, { maxLength: 3 }).map((inner) => `BEGIN BATCH ${inner.join('\n')} APPLY BATCH;`);
const command = fc.constantFrom('CONSISTENCY QUORUM', 'TRACING ON;', 'DESC TABLES');
const gap = fc.constantFrom('\n', '\n\n', '\n-- it is; so\n', '\n/* a;\nb */\n');

/** The statements; none for a text that is refused as it should be. */
function splitOrRefuse(text: string): readonly CqlStatement[] {
  try {
    return splitStatements(text);
  } catch (error) {
    if (cqlshErrors.CQL_MALFORMED.is(error)) return [];
    throw error;
  }
}

describe('splitStatements()', () => {
  it('gives back the statements of any text that is made of statements, each with its line', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.oneof(simple, batch, command), gap), { maxLength: 6 }), (pairs) => {
        const expected: { text: string; line: number }[] = [];
        let text = '';
        for (const [statement, after] of pairs) {
          expected.push({ text: statement, line: text.split('\n').length });
          text += statement + after;
        }
        expect(splitStatements(text)).toEqual(expected);
      }),
    );
  });

  it('takes any text apart without loss of order, or says what is not closed', () => {
    fc.assert(
      fc.property(anything, (text) => {
        let from = 0;
        for (const statement of splitOrRefuse(text)) {
          const at = text.indexOf(statement.text, from);
          expect(at).toBeGreaterThanOrEqual(from);
          from = at + statement.text.length;
        }
      }),
    );
  });

  it('finds the same statements whether the text comes at once or is added to', () => {
    fc.assert(
      fc.property(fc.array(simple, { minLength: 1, maxLength: 4 }), (statements) => {
        const text = statements.join('\n');
        expect(scanStatements(text.slice(0, -1)).statements.length).toBe(statements.length - 1);
        expect(scanStatements(text).statements.length).toBe(statements.length);
      }),
    );
  });
});
