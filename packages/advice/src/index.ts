/**
 * Advice on a cluster, its nodes and their tables, from facts that were measured: each rule a row of data with its bound, where that comes from, what to
 * change and what that costs. Pure: whoever has the facts gives them.
 *
 * @packageDocumentation
 */
export { actFirst, type Advice, type Advised, advise, type AdviseInput, type Unjudged } from './advise.ts';
export type { CacheFacts, ClusterFacts, DiskFacts, NodeFacts, RecentFacts, TableFacts } from './facts.ts';
export type { Rule } from './rule.ts';
export { clusterRules } from './rules/cluster.ts';
export { nodeRules } from './rules/node.ts';
export { tableRules } from './rules/table.ts';
