import { formatEndpoint } from '@ringside/model';
import type { Verdict } from '@ringside/verdict';
import type { Member } from './members.ts';

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
