/**
 * CQL as people type it: statements taken apart, run on one coordinator, printed as cqlsh prints them.
 *
 * @packageDocumentation
 */
export type { JsonValue } from './format/json.ts';
export { CONSISTENCY_LEVELS } from './shell/state.ts';
export { type CqlResult, type CqlShell, type CqlShellOptions, openCqlShell, type RunOptions } from './shell/shell.ts';
export { type CqlStatement, scanStatements, type StatementScan } from './split/scan.ts';
export { splitStatements } from './split/split-statements.ts';
