import { VERDICT_STATES, type VerdictState } from '@ringside/verdict';
import type { Judged } from './judged.ts';
import type { Member } from './members.ts';

/** How many of the members have which verdict: every verdict is there, with 0 too, so that a series of it never ends. */
export function verdictCounts(members: readonly Judged<Member>[]): Readonly<Record<VerdictState, number>> {
  const counts = Object.fromEntries(VERDICT_STATES.map((state) => [state, 0])) as Record<VerdictState, number>;
  for (const { verdict } of members) counts[verdict.state] += 1;
  return counts;
}
