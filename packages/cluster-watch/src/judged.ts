import { formatEndpoint } from '@ringside/model';
import { judge, type Observation, type Verdict } from '@ringside/verdict';
import { type Gossip, gossipOf, type Member, membersOf } from './members.ts';

/** A member with the verdict on it, and the worst status of gossip and verdict. */
export type Judged<M extends Member> = M & { readonly verdict: Verdict };

/** By what members are judged. */
export interface JudgedBy {
  /** The sidecar that judges; the first member where that is not known. */
  readonly self: string | undefined;
  /** All that was observed. */
  readonly observations: readonly Observation[];
  /** What gossip says. Default: the members' status, as that of the own node. */
  readonly gossip?: Gossip | undefined;
}

/** Judges members by what was observed and by what gossip says of them, and merges both pessimistically: a node is Up only where both say so. */
export function judgeMembers<M extends Member>(
  members: readonly M[],
  { self, observations, gossip: given }: JudgedBy,
): readonly Judged<M>[] {
  const known = membersOf(members);
  const nodes = [...known.keys()];
  const { of: gossipOfWhom, said } = given ?? { of: undefined, said: gossipOf(known) };
  const verdicts = judge({ self: self ?? nodes[0] ?? '', nodes, observations, gossip: said, gossipOf: gossipOfWhom });
  const byNode = new Map(verdicts.map((verdict) => [verdict.node, verdict]));
  return members.map((member) => {
    const node = formatEndpoint(member);
    const verdict = byNode.get(node) ?? { node, state: 'unknown', isUp: false, sentence: 'unknown', evidence: [] };
    const status = verdict.isUp ? member.status : verdict.state === 'unknown' ? '?' : 'Down';
    return { ...member, status, verdict };
  });
}
