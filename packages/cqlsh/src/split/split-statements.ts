import { cqlshErrors } from '../errors.ts';
import { type CqlStatement, scanStatements } from './scan.ts';

/**
 * Takes a CQL text apart into its statements. Strings, quoted names, `$$…$$` and comments may hold a `;`; BEGIN BATCH … APPLY BATCH
 * is one statement; commands of the shell such as `CONSISTENCY QUORUM` end with their line. The last statement needs no `;`.
 *
 * @throws OpsError CQL_MALFORMED when a string, a quoted name, `$$` or a block comment is never closed; it names the line
 *
 * @example
 * ```ts
 * splitStatements("USE shop; SELECT ';' FROM t").map(({ text }) => text); // ['USE shop;', "SELECT ';' FROM t"]
 * ```
 */
export function splitStatements(text: string): readonly CqlStatement[] {
  const { statements, rest, unclosed } = scanStatements(text);
  if (unclosed !== undefined) {
    throw cqlshErrors.CQL_MALFORMED({
      message: `Line ${unclosed.line}: what ${unclosed.opener} opens is never closed`,
      remedy: unclosed.opener === "'" ? "Close it; a ' inside of a string is written ''." : 'Close it.',
    });
  }
  return rest === undefined ? statements : [...statements, rest];
}
