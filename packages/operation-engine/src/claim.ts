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

/** Where a claim is told, and who hears of what could not be. */
export interface ClaimParts {
  readonly store: OperationStore;
  readonly nowMs: () => number;
  readonly note: (sentence: string) => void;
}

/** A step that this life of the sidecar has claimed: what it writes, and what becomes of it. Nothing of it ever throws. */
export class Claim {
  readonly #parts: ClaimParts;
  /** Of the operation. */
  readonly id: string;
  /** Of the step. */
  readonly node: string;
  readonly #owner: string;
  readonly #epoch: number;

  constructor(parts: ClaimParts, id: string, { node, epoch, owner }: OperationStep) {
    this.#parts = parts;
    this.id = id;
    this.node = node;
    this.#owner = owner ?? '';
    this.#epoch = epoch;
  }

  /** The operation as it is now, at the serial level; undefined where it cannot be read. */
  async read(): Promise<Operation | undefined> {
    try {
      return await this.#parts.store.read(this.id, { serial: true });
    } catch (error) {
      this.#parts.note((error as Error).message);
      return undefined;
    }
  }

  /** True where the step is still under this claim, and of an operation that goes on. */
  holds(operation: Operation): boolean {
    const step = operation.steps.find(({ node }) => node === this.node);
    return operation.state === 'running' && step?.owner === this.#owner && step.epoch === this.#epoch;
  }

  /** Says that the step is further. */
  advanceTo(phase: StepPhase, sentence: string | null = null): Promise<Told> {
    return this.#write({ phase, sentence });
  }

  /** Says that somebody is still at it. */
  beat(): Promise<Told> {
    return this.#write({});
  }

  /**
   * Gives the step back as if it had never been claimed; only while the node needs nobody.
   *
   * @param from the phase in which it must still be
   */
  giveBack(from: StepPhase, sentence: string): Promise<Told> {
    return this.#write({ phase: 'pending', owner: null, sentence }, { phase: from });
  }

  /** Says that the step has failed, so that nobody begins with another node. */
  fail(sentence: string): Promise<Told> {
    return this.#write({ phase: 'failed', sentence }, {}, `${this.node}: ${sentence}`);
  }

  async #write(facts: StepFacts, expected: StepFacts = {}, problem?: string): Promise<Told> {
    return await tell(this.#parts, this.id, {
      node: this.node,
      expected: { step: { owner: this.#owner, epoch: this.#epoch, ...expected } },
      set: { step: { ...facts, changedAtMs: this.#parts.nowMs() }, ...(problem !== undefined && { operation: { problem } }) },
    });
  }
}

/** Makes a conditional write. That the store does not answer, or refuses for a reason of its own, is an outcome like others: what a node was told goes on. */
export async function tell({ store, note }: Pick<ClaimParts, 'store' | 'note'>, id: string, write: ConditionalWrite): Promise<Told> {
  try {
    return (await store.write(id, write)) ? 'told' : 'refused';
  } catch (error) {
    if (!operationErrors.OPERATIONS_UNAVAILABLE.is(error)) note(`Operation ${id} could not be written: ${(error as Error).message}`);
    return 'unknown';
  }
}
