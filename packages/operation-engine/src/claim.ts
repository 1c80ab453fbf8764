import { errors } from '@ringside/core';
import {
  type ConditionalWrite,
  type Operation,
  operationErrors,
  type OperationStep,
  type OperationStore,
  type StepFacts,
  type StepPhase,
} from '@ringside/operations';

/** What became of a write: it was made, it was refused because something is not as expected, or nobody knows. */
export type Told = 'told' | 'refused' | 'unknown';

/** A step that this life of the sidecar has claimed: what it writes, and what becomes of it. */
export class Claim {
  readonly #store: OperationStore;
  readonly #nowMs: () => number;
  /** Of the operation. */
  readonly id: string;
  /** Of the step. */
  readonly node: string;
  readonly owner: string;
  readonly epoch: number;

  constructor(
    store: OperationStore,
    nowMs: () => number,
    { id, step, owner }: { readonly id: string; readonly step: OperationStep; readonly owner: string },
  ) {
    this.#store = store;
    this.#nowMs = nowMs;
    this.id = id;
    this.node = step.node;
    this.owner = owner;
    this.epoch = step.epoch;
  }

  /** True where the step is still under this claim, and of an operation that goes on. */
  holds(operation: Operation | undefined): boolean {
    const step = operation?.steps.find(({ node }) => node === this.node);
    return operation?.state === 'running' && step?.owner === this.owner && step.epoch === this.epoch;
  }

  /** Says that the step is further. */
  advanceTo(phase: StepPhase, sentence: string | null = null): Promise<Told> {
    return this.#write({ phase, sentence });
  }

  /** Says that somebody is still at it. */
  beat(): Promise<Told> {
    return this.#write({});
  }

  /** Gives the step back as if it had never been claimed; only while nothing was done. */
  giveBack(sentence: string): Promise<Told> {
    return this.#write({ phase: 'pending', owner: null, sentence }, { phase: 'stopping' });
  }

  /** Says that the step has failed, so that nobody begins with another node. */
  fail(sentence: string): Promise<Told> {
    return this.#write({ phase: 'failed', sentence }, {}, `${this.node}: ${sentence}`);
  }

  async #write(facts: StepFacts, expected: StepFacts = {}, problem?: string): Promise<Told> {
    return await tell(this.#store, this.id, {
      node: this.node,
      expected: { step: { owner: this.owner, epoch: this.epoch, ...expected } },
      set: { step: { ...facts, changedAtMs: this.#nowMs() }, ...(problem !== undefined && { operation: { problem } }) },
    });
  }
}

/** Makes a conditional write; that the store does not answer is an outcome like others. */
export async function tell(store: OperationStore, id: string, write: ConditionalWrite): Promise<Told> {
  try {
    return (await store.write(id, write)) ? 'told' : 'refused';
  } catch (error) {
    if (operationErrors.OPERATIONS_UNAVAILABLE.is(error) || errors.OPERATION_TIMED_OUT.is(error)) return 'unknown';
    throw error;
  }
}
