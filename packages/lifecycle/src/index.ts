/**
 * Starts and stops the Cassandra process beside a sidecar, by commands or as the sidecar's child, and looks after it; and keeps on disk what the sidecar has begun
 * with it.
 *
 * @packageDocumentation
 */
export { type ChildProcess, childProcess, type ChildProcessOptions } from './child-process.ts';
export { commandProcess, type CommandProcessOptions } from './command-process.ts';
export { fileJournal } from './file-journal.ts';
export type { ProcessOptions, ProcessTimes } from './options.ts';
export { superviseChild, type SuperviseOptions } from './supervise-child.ts';
export { commandsOfUnit, type UnitCommands } from './unit.ts';
