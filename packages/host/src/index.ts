/**
 * What a program does with the machine it runs on: processes, files, locks, ports, terminals. Needs Node.js, and nothing of Cassandra.
 *
 * @packageDocumentation
 */
export { identityOf, isPaused, isRunning, ownIdentity, type ProcessIdentity, residentBytes } from './process/identity.ts';
export { type CommandLine, findProcesses } from './process/find.ts';
export { groupsBelow, membersOf } from './process/groups.ts';
export { lifeOf, markOf, parseMark, type ProcessLife, type ProcessMark } from './process/mark.ts';
export { endProcess, type EndOptions, killAndWait, signalGroup, signalProcess } from './process/signal.ts';
export { type DetachedPlan, spawnDetached } from './process/spawn.ts';
