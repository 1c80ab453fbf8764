/**
 * Puts a sidecar beside a Cassandra that is already running, without a restart, and takes it away again. Needs Linux and Node.js.
 *
 * @packageDocumentation
 */
export type { ClientTls, NodeConfiguration } from './discover/cassandra-yaml.ts';
export { chooseNodes, type NodeChoice } from './discover/choose-nodes.ts';
export type { JavaCommand } from './discover/java-command.ts';
export type { CassandraProcess } from './discover/processes.ts';
export type { RunningNode } from './discover/running-node.ts';
export { setupErrors } from './errors.ts';
export { defaultFolder, type Layout } from './plan/layout.ts';
export type { AskedPorts } from './plan/places.ts';
export type { InitPlan, Place, Step, Wishes } from './plan/plan-init.ts';
export { planRemove, type RemovePlan, type Undo } from './plan/plan-remove.ts';
export type { SetupRecord } from './plan/record.ts';
export type { SetupCheck } from './prove/check.ts';
export { prove } from './prove/prove.ts';
export { asUser, type User } from './run/as-user.ts';
export { type Login, readTls } from './run/cql.ts';
export { runInit, type RunOptions } from './run/run-init.ts';
export { type RemoveOptions, runRemove } from './run/run-remove.ts';
export { hasSystemd } from './run/systemd.ts';
export { type BrokenSetUp, listSetUp, prepareInit, type PrepareOptions, type SetUp, type SetUps } from './setup.ts';
