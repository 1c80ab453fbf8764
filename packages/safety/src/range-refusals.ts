import type { Topology } from '@ringside/ring';
import type { KnownMember } from './known-cluster.ts';
import type { JudgedReplica, RangeCause, RangeRefusal } from './refusal.ts';
import type { Requirement } from './requirements.ts';
import { rangeSentence } from './words.ts';

/** What {@link rangeRefusals} looks at. */
export interface Fall {
  /** Whose endpoints requirements name by their place. */
  readonly topology: Topology;
  /** Every node by its id. */
  readonly members: ReadonlyMap<string, KnownMember>;
  /** What must stay alive. */
  readonly requirements: readonly Requirement[];
  /** By place, whether the endpoint is up and would be stopped. */
  readonly isStopped: readonly boolean[];
  /** How many replicas more than needed a requirement would have left. */
  readonly spareOf: (requirement: Requirement) => number;
}

/** One refusal for all requirements of a rule that fall in the same datacenter for the same cause; it names the first of their ranges. */
export function rangeRefusals(fall: Fall): readonly RangeRefusal[] {
  const groups = new Map<string, { readonly first: Requirement; readonly cause: RangeCause; ranges: number }>();
  const rules = new Map<Requirement['rule'], number>();
  for (const requirement of fall.requirements) {
    if (fall.spareOf(requirement) >= 0) continue;
    const { rule, demand, set } = requirement;
    if (!rules.has(rule)) rules.set(rule, rules.size);
    const cause = causeOf(requirement);
    const key = `${rules.get(rule)} ${cause} ${demand.datacenter ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: requirement, cause, ranges: set.ranges });
    else group.ranges += set.ranges;
  }
  return [...groups.values()].map(({ first, cause, ranges }) => rangeRefusal(fall, first, { cause, ranges }));
}

function causeOf({ counted, alive, demand: { needed } }: Requirement): RangeCause {
  if (counted.length < needed) return 'tooFewNodes';
  if (alive < needed) return 'already';
  return counted.length === needed ? 'never' : 'victims';
}

function rangeRefusal(fall: Fall, requirement: Requirement, { cause, ranges }: Pick<RangeRefusal, 'cause' | 'ranges'>): RangeRefusal {
  const { rule, demand, set, counted } = requirement;
  const facts = {
    keyspaces: rule.keyspaces,
    level: rule.level,
    datacenter: demand.datacenter,
    cause,
    range: { start: String(set.first.start), end: String(set.first.end) },
    ranges,
    replicas: counted.map((place) => judged(fall, place)),
    left: fall.spareOf(requirement) + demand.needed,
    needed: demand.needed,
  };
  return { kind: 'range', sentence: rangeSentence(facts), ...facts };
}

function judged({ topology, members, isStopped }: Fall, place: number): JudgedReplica {
  const node = topology.endpoints[place]?.id ?? '';
  const { liveness = 'unknown', said = 'unknown' } = members.get(node) ?? {};
  return { node, is: isStopped[place] === true ? 'stopped' : liveness, said };
}
