import type { Operation, StepPhase } from '@ringside/operations';
import type { Claim } from './claim.ts';
import type { EngineTimes } from './bounds.ts';
import type { EngineNode, EnginePorts } from './ports.ts';

/** What is done with a node in the operations of one kind. */
export interface Procedure {
  /** The phase of a step that was just claimed. */
  readonly first: StepPhase;
  /** To complete "It was not safe to … for too long". */
  readonly verb: string;
  /** Why it may not be begun now; undefined where it may. */
  whyNot(operation: Operation): Promise<string | undefined>;
  /**
   * Carries out a claimed step from where it is. What it rejects with is why the step has failed.
   *
   * @param signal aborted when the sidecar ends: what is not begun is then left to its next life
   * @returns true where the step is done; false where it was given back, or the store could not be told: it is then looked at again
   */
  carryOut(claim: Claim, from: StepPhase, signal: AbortSignal): Promise<boolean>;
}

/** What a procedure works with. */
export interface ProcedureParts {
  readonly node: EngineNode;
  readonly ports: EnginePorts;
  readonly times: EngineTimes;
  /** To be called when something is really begun with the node: it has waited long enough. */
  readonly begun: () => void;
}
