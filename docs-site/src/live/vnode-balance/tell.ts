import type { BalanceModel } from './model';
import type { Balance } from './rings';
import { MOST_ALLOCATED } from './sizes';
import type { BalanceState } from './state';

/** The result in words. */
export function tell({ nodes, tokens }: BalanceState, { random, allocated, outages }: BalanceModel): string {
  const outage = outages.find((each) => each.tokens === tokens);
  return [
    `${nodes} nodes in three racks with ${tokens} ${tokens === 1 ? 'token' : 'tokens'} each, three replicas.`,
    `With random tokens ${extremes(random)}.`,
    allocated === undefined
      ? `Allocation is not drawn for more than ${MOST_ALLOCATED.toLocaleString('en')} tokens in all: it takes minutes.`
      : `With allocated tokens ${extremes(allocated)}.`,
    neighbours(random, allocated),
    `By the model, some range loses two replicas at once ${(outage?.model.outagesPerCentury ?? 0).toFixed(2)} times a century.`,
  ].join(' ');
}

function extremes({ shares }: Balance): string {
  return `the fullest node holds ${Math.max(...shares).toFixed(2)} times its fair share and the emptiest ${Math.min(...shares).toFixed(2)} times`;
}

function neighbours(random: Balance, allocated: Balance | undefined): string {
  const count = (balance: Balance): string => String(Number(balance.neighbours.toFixed(1)));
  const other = allocated === undefined || count(allocated) === count(random) ? '' : ` (allocated: ${count(allocated)})`;
  return `A node shares ranges with ${count(random)} others on average${other}.`;
}
