import type { Routes } from '@ringside/api';
import type { HandlersOf } from '@ringside/route-server';
import type { StopJudge } from './judge-stop.ts';

/** Whether nodes may be stopped now, and in which order they can be restarted. */
export function canStopHandlers<Instance>(judge: StopJudge<Instance>): Pick<HandlersOf<Routes, Instance>, 'canStop' | 'restartBatches'> {
  return {
    canStop: async ({ instance, params: { alone = false, instanceId: _own, ...question }, signal }) => ({
      body: await judge.mayStop(instance, question, { alone, signal }),
    }),
    restartBatches: async ({ instance, params: { alone = false, instanceId: _own, ...question }, signal }) => ({
      body: await judge.batches(instance, question, { alone, signal }),
    }),
  };
}
