import { formatEndpoint } from '@ringside/model';
import { judge, type Observation, type Verdict } from '@ringside/verdict';
import { gossipOf, type Member, membersOf } from './members.ts';

/** A member with the verdict on it, and the worst status of gossip and verdict. */
export type Judged<M extends Member> = M & { readonly verdict: Verdict };

/** Merges verdicts into what gossip says, pessimistically: a node is Up only where both say so. */
export function withVerdicts<M extends Member>(members: readonly M[], verdicts: ReadonlyMap<string, Verdict>): readonly Judged<M>[] {
  return members.map((member) => {
    const node = formatEndpoint(member);
    const verdict = verdicts.get(node) ?? { node, state: 'unknown', isUp: false, sentence: 'unknown', evidence: [] };
    const status = verdict.isUp ? member.status : verdict.state === 'unknown' ? '?' : 'Down';
    return { ...member, status, verdict };
  });
}

/**
 * Judges members by what was observed and by what gossip says of them.
 *
 * @param self the sidecar that judges; the first member where that is not known
 */
export function judgeMembers<M extends Member>(
  members: readonly M[],
  observations: readonly Observation[],
  self: string | undefined,
): readonly Judged<M>[] {
  const known = membersOf(members);
  const nodes = [...known.keys()];
  const verdicts = judge({ self: self ?? nodes[0] ?? '', nodes, observations, gossip: gossipOf(known) });
  return withVerdicts(members, new Map(verdicts.map((verdict) => [verdict.node, verdict])));
}
