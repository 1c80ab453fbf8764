import type { Clock } from '@ringside/core';
import type { StepProgress, UpSink } from './events.ts';

/** Runs steps one after the other and tells the sink about each. */
export interface Steps {
  /**
   * Runs one step.
   *
   * @param title what is being done: `Starting 3 nodes`
   * @param work the step; may say how far it is
   * @param done what to call it afterwards, from its result: `3 nodes are up`
   */
  run<Result>(title: string, work: (progress: StepProgress) => Promise<Result>, done: (result: Result) => string): Promise<Result>;
  /** Says something between steps. */
  note(text: string, level?: 'info' | 'warn'): void;
}

/** Makes {@link Steps} that measure with the clock and report to the sink; a step that throws ends without an `end` event. */
export function createSteps(sink: UpSink, clock: Clock): Steps {
  return {
    async run(title, work, done) {
      const startMs = clock.monotonicMs();
      sink({ type: 'begin', title });
      const result = await work((progress) => sink({ type: 'progress', ...progress }));
      sink({ type: 'end', title: done(result), elapsedMs: clock.monotonicMs() - startMs });
      return result;
    },
    note: (text, level = 'info') => sink({ type: 'note', level, text }),
  };
}
