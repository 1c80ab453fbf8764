import type { StopJudge } from '@ringside/cluster-answers';
import { deadlineIn, systemClock, toOpsError, withDeadline } from '@ringside/core';
import { parseLevels } from '@ringside/model';
import type { ClusterJudge } from '@ringside/operation-engine';
import { whyNotRepair } from '@ringside/safety';
import { whyNotBack } from './why-not-back.ts';

/** So long a judgement may take: what comes later is not the truth any more. */
const JUDGED_WITHIN_MS = 15_000;

/**
 * What the engine asks of the cluster, by the same rules as the routes. It never rejects: that nobody can judge is a reason not to stop a node. The operation
 * that runs is no reason, because it is the one that asks.
 *
 * @param instances the nodes beside the sidecar, at least one; the first that answers judges
 */
export function clusterJudge<Instance>(judge: StopJudge<Instance>, instances: readonly Instance[]): ClusterJudge {
  return {
    whyNotStop: async (nodes, levels) => {
      try {
        const question = { nodes, levels: parseLevels(levels) };
        const { refusals } = await inTime((signal) =>
          firstOf(instances, (asked) => judge.mayStop(asked, question, { alone: false, signal })),
        );
        return refusals.filter(({ kind }) => kind !== 'operation').map(({ sentence }) => sentence);
      } catch (error) {
        return [toOpsError(error).message];
      }
    },
    whyNotRepair: async (node, keyspaces) => {
      try {
        const cluster = await inTime(() => firstOf(instances, (asked) => judge.known(asked)));
        return whyNotRepair(node, { cluster, keyspaces });
      } catch (error) {
        return [toOpsError(error).message];
      }
    },
    whyNotBack: async (node) => {
      try {
        return whyNotBack(await inTime(() => firstOf(instances, (asked) => judge.known(asked))), node);
      } catch (error) {
        return toOpsError(error).message;
      }
    },
  };
}

/** A judgement that takes longer is none. */
function inTime<Answer>(judgement: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
  return withDeadline({ deadline: deadlineIn(systemClock, JUDGED_WITHIN_MS) }, { what: 'Judging the cluster' }, judgement);
}

/** What the first instance answers that does; else rejects as the last one. */
async function firstOf<Instance, Answer>(
  [first, ...others]: readonly Instance[],
  ask: (asked: Instance) => Promise<Answer>,
): Promise<Answer> {
  return await ask(first as Instance).catch(async (error: unknown) => {
    if (others.length === 0) throw error;
    return await firstOf(others, ask);
  });
}
