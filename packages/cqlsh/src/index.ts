/**
 * CQL as people type it: statements taken apart, run on one coordinator, printed as cqlsh prints them.
 *
 * @packageDocumentation
 */
export { cqlshErrors } from './errors.ts';
export { type JsonRow, jsonText } from './format/json.ts';
export type { JsonValue } from './format/json-value.ts';
export { terminalText } from './format/text.ts';
export { type CqlPart, type CqlResult, type CqlShell, type CqlShellOptions, openCqlShell, type RunOptions } from './shell/shell.ts';
export { withoutPasswords } from './shell/words.ts';
export { type CqlStatement, scanStatements, type StatementScan } from './split/scan.ts';
export { splitStatements } from './split/split-statements.ts';
export { decodeCqlText, type DecodeOptions } from './text/decode.ts';
