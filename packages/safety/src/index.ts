/**
 * Whether nodes may be stopped now: every range of every replicated keyspace at the level its users need, and in which order nodes can be restarted. Plans
 * are values that a person can read. Pure: what is known of the cluster is an argument.
 *
 * @packageDocumentation
 */
export type { KnownCluster, KnownKeyspace, KnownMember, Levels, PendingRange, RunningOperation } from './known-cluster.ts';
export { DEFAULT_LEVEL, type KeyspaceLevel } from './levels.ts';
export { type Batch, type BatchPlan, type BatchQuestion, planBatches, type RefusedNode } from './plan-batches.ts';
export { planRepair, repairableKeyspaces, type RepairPlan, type RepairQuestion, whyNotRepair } from './plan-repair.ts';
export { type KeyspaceProof, planStop, type StopPlan, type StopQuestion } from './plan-stop.ts';
export type { CircumstanceRefusal, JudgedReplica, RangeCause, RangeRefusal, Refusal } from './refusal.ts';
export { selectMembers, type Selection } from './select-members.ts';
