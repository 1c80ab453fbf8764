import type { ClusterFacts, NodeFacts, TableFacts } from './facts.ts';
import { judge, type Rule } from './rule.ts';
import { clusterRules } from './rules/cluster.ts';
import { nodeRules } from './rules/node.ts';
import { tableRules } from './rules/table.ts';

/** Something to change, and why. */
export interface Advice extends Pick<Rule<never>, 'unit' | 'source' | 'cost' | 'page'> {
  /** Name of the rule. */
  readonly rule: string;
  /** `act` before it hurts; `consider` when there is time. */
  readonly severity: 'act' | 'consider';
  /** Null where it is about the cluster. */
  readonly node: string | null;
  /** Null where it is not about a table. */
  readonly keyspace: string | null;
  /** Null where it is not about a table. */
  readonly table: string | null;
  /** What was measured, in a sentence. */
  readonly fact: string;
  /** The same as a number. */
  readonly measured: number;
  /** The bound that it has reached. */
  readonly threshold: number;
  /** What to change. */
  readonly change: string;
}

/** A rule that could not be judged. */
export interface Unjudged {
  /** Name of the rule. */
  readonly rule: string;
  /** Null where it is about the cluster. */
  readonly node: string | null;
  /** Why not. */
  readonly reason: string;
}

/** What is known. What is left out is not judged. */
export interface AdviseInput {
  /** Of the cluster. */
  readonly cluster?: ClusterFacts;
  /** Of nodes, and of their tables. */
  readonly nodes?: readonly { readonly node: string; readonly facts: NodeFacts; readonly tables: readonly TableFacts[] }[];
}

/** What {@link advise} says. */
export interface Advised {
  /** What to act on comes first. */
  readonly advice: readonly Advice[];
  /** One for each rule and node. */
  readonly unjudged: readonly Unjudged[];
}

interface Place {
  readonly node: string | null;
  readonly keyspace: string | null;
  readonly table: string | null;
}

/** Judges all facts by all rules. */
export function advise({ cluster, nodes = [] }: AdviseInput): Advised {
  const parts = [
    ...(cluster === undefined ? [] : [judgeAll(clusterRules, [{ facts: cluster, place: { node: null, keyspace: null, table: null } }])]),
    ...nodes.flatMap(({ node, facts, tables }) => [
      judgeAll(nodeRules, [{ facts, place: { node, keyspace: null, table: null } }]),
      judgeAll(
        tableRules,
        tables.map((table) => ({ facts: table, place: { node, keyspace: table.keyspace, table: table.table } })),
      ),
    ]),
  ];
  return { advice: actFirst(parts.flatMap(({ advice }) => advice)), unjudged: parts.flatMap(({ unjudged }) => unjudged) };
}

/** What to act on first, otherwise in the order given. */
export function actFirst<Item extends { readonly severity: 'act' | 'consider' }>(advice: readonly Item[]): readonly Item[] {
  return advice.toSorted((a, b) => Number(b.severity === 'act') - Number(a.severity === 'act'));
}

function judgeAll<Facts>(rules: readonly Rule<Facts>[], subjects: readonly { readonly facts: Facts; readonly place: Place }[]): Advised {
  const advice: Advice[] = [];
  const unjudged: Unjudged[] = [];
  for (const rule of rules) {
    let unknown = 0;
    for (const { facts, place } of subjects) {
      const judgement = judge(rule, facts);
      if (judgement.kind === 'unknown') unknown += 1;
      if (judgement.kind === 'bad') advice.push(adviceOf(rule, facts, place, judgement));
    }
    const [first] = subjects;
    if (unknown > 0 && first !== undefined)
      unjudged.push({ rule: rule.name, node: first.place.node, reason: reasonOf(rule, unknown, first.place.table !== null) });
  }
  return { advice, unjudged };
}

function adviceOf<Facts>(
  { name, unit, source, cost, page, fact, change }: Rule<Facts>,
  facts: Facts,
  place: Place,
  { severity, measured, threshold }: Pick<Advice, 'severity' | 'measured' | 'threshold'>,
): Advice {
  return {
    rule: name,
    severity,
    ...place,
    fact: fact(measured, facts),
    measured,
    threshold,
    unit,
    source,
    change: change(facts),
    cost,
    page,
  };
}

function reasonOf({ unknown }: Pick<Rule<never>, 'unknown'>, count: number, isOfTables: boolean): string {
  return isOfTables ? `${unknown} (${count} ${count === 1 ? 'table' : 'tables'})` : unknown;
}
