import { actFirst, advise } from '@ringside/advice';
import type { AdviceAnswer, AdviceEntry, UnjudgedRule } from '@ringside/api';
import { endpointOf } from '@ringside/cluster-watch';
import { formatEndpoint } from '@ringside/model';
import type { Gathered } from '../gather.ts';
import type { JudgedNode } from '../node.ts';
import type { NodeRecord } from '../record.ts';
import { knownTables, tableFacts } from '../tables/table-health.ts';
import { nodeFacts } from './node-facts.ts';

/** Advice on one node. */
export async function nodeAdvice(
  node: JudgedNode,
  record: NodeRecord,
  bounds: { readonly nowMs: number; readonly signal: AbortSignal },
): Promise<AdviceAnswer> {
  const endpoint = endpointOf(await node.reads.status()) ?? formatEndpoint({ address: node.host, port: 0 });
  const known = await knownTables(node, undefined, bounds);
  const facts = await nodeFacts(node, record, known, bounds.signal);
  const tables = known.tables.map((each) => tableFacts(each));
  const { advice, unjudged } = advise({ nodes: [{ node: endpoint, facts, tables }] });
  return { advice: advice.map((each) => entryOf(each)), unjudged: unjudged.map((each) => unjudgedOf(each)), nodes: [endpoint] };
}

/** Advice on a cluster: on what its nodes differ in, and what each node's sidecar said of it. */
export function clusterAdvice(
  cluster: { readonly schemaVersions: number | null; readonly clockSkewMs: number | null },
  answers: readonly Gathered<AdviceAnswer>[],
): AdviceAnswer {
  const own = advise({ cluster });
  const told = answers.flatMap(({ body }) => (body === undefined ? [] : [body]));
  const silent = answers.flatMap((each): readonly UnjudgedRule[] =>
    each.body === undefined ? [{ rule: 'all', node: each.node, reason: each.reason }] : [],
  );
  return {
    advice: actFirst([...own.advice.map((each) => entryOf(each)), ...told.flatMap(({ advice }) => advice)]),
    unjudged: [...silent, ...own.unjudged.map((each) => unjudgedOf(each)), ...told.flatMap(({ unjudged }) => unjudged)],
    nodes: told.flatMap(({ nodes }) => nodes),
  };
}

function entryOf(each: AdviceEntry): AdviceEntry {
  const { rule, severity, node, keyspace, table, fact, measured, threshold, unit, source, change, cost, page } = each;
  return { rule, severity, node, keyspace, table, fact, measured, threshold, unit, source, change, cost, page };
}

function unjudgedOf({ rule, node, reason }: UnjudgedRule): UnjudgedRule {
  return { rule, node, reason };
}
