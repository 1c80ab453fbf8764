import { describe, expect, test } from 'vitest';
import { begun, type Operation, type OperationStep } from '../operation.ts';
import type { ConditionalWrite, OperationFacts, OperationStore, StepFacts } from '../store.ts';
import { newOperation } from './new-operation.ts';

const [NODE, OTHER] = ['10.0.0.1:7000', '10.0.0.2:7000'];
/** All facts, as they are at first and otherwise. */
const OPERATION_FACTS: readonly (readonly [OperationFacts, OperationFacts])[] = [
  [{ intent: 'run' }, { intent: 'pause' }],
  [{ state: 'running' }, { state: 'failed' }],
  [{ problem: null }, { problem: 'It does not start' }],
  [{ endedAtMs: null }, { endedAtMs: 1_727_000_000_123 }],
];
const STEP_FACTS: readonly (readonly [StepFacts, StepFacts])[] = [
  [{ phase: 'pending' }, { phase: 'stopping' }],
  [{ owner: null }, { owner: 'life-1' }],
  [{ epoch: 0 }, { epoch: 1 }],
  [{ sentence: null }, { sentence: 'Waits for its peers' }],
];

/** What conditional writes compare and set. */
export function writeContract(subject: () => OperationStore): void {
  singleFacts(subject);
  severalFacts(subject);
}

function singleFacts(subject: () => OperationStore): void {
  describe('a conditional write of one fact', () => {
    test.each(OPERATION_FACTS)('of an operation where %o sets %o, once', async (before, after) => {
      const operation = await created(subject);
      const write: ConditionalWrite = { expected: { operation: before }, set: { operation: after } };
      await expect(subject().write(operation.id, write)).resolves.toBe(true);
      await expect(subject().read(operation.id)).resolves.toEqual({ ...operation, ...after });
      await expect(subject().write(operation.id, write)).resolves.toBe(false);
      const back: ConditionalWrite = { expected: { operation: after }, set: { operation: before } };
      await expect(subject().write(operation.id, back)).resolves.toBe(true);
      await expect(subject().read(operation.id)).resolves.toEqual(operation);
    });

    test.each(STEP_FACTS)('of a step where %o sets %o, once, and leaves other steps alone', async (before, after) => {
      const operation = await created(subject);
      const write: ConditionalWrite = { node: NODE, expected: { step: before }, set: { step: after } };
      await expect(subject().write(operation.id, write)).resolves.toBe(true);
      await expect(subject().read(operation.id)).resolves.toEqual(withStep(operation, NODE, after));
      await expect(subject().write(operation.id, write)).resolves.toBe(false);
      const back: ConditionalWrite = { node: NODE, expected: { step: after }, set: { step: before } };
      await expect(subject().write(operation.id, back)).resolves.toBe(true);
      await expect(subject().read(operation.id)).resolves.toEqual(operation);
    });
  });
}

function severalFacts(subject: () => OperationStore): void {
  describe('a conditional write', () => {
    test('compares and sets an operation and one of its steps in one', async () => {
      const operation = await created(subject);
      const expected = { operation: { state: 'running', intent: 'run' }, step: { phase: 'pending', owner: null, epoch: 0 } } as const;
      const set = { operation: { problem: 'It failed' }, step: { phase: 'failed', owner: 'life-1', epoch: 1, changedAtMs: 9 } } as const;
      await expect(subject().write(operation.id, { node: OTHER, expected, set })).resolves.toBe(true);
      await expect(subject().read(operation.id)).resolves.toEqual(withStep({ ...operation, ...set.operation }, OTHER, set.step));
    });

    test.each<readonly [string, ConditionalWrite['expected']]>([
      ['the operation', { operation: { intent: 'pause' }, step: { phase: 'pending' } }],
      ['the step', { operation: { intent: 'run' }, step: { phase: 'pending', epoch: 1 } }],
      ['an owner that nobody is', { step: { owner: 'life-1' } }],
    ])('changes nothing where %s is otherwise', async (_what, expected) => {
      const operation = await created(subject);
      const set = { operation: { intent: 'cancel' }, step: { phase: 'done', epoch: 7 } } as const;
      await expect(subject().write(operation.id, { node: NODE, expected, set })).resolves.toBe(false);
      await expect(subject().read(operation.id)).resolves.toEqual(operation);
    });

    test('is not made where the operation or the step is not there, not even where nothing is expected to be there', async () => {
      const operation = await created(subject);
      const unknown = newOperation();
      const step = { expected: { step: { owner: null } }, set: { step: { owner: 'life-1' } } };
      const whole: ConditionalWrite = { expected: { operation: { problem: null } }, set: { operation: { problem: 'It failed' } } };
      await expect(subject().write(operation.id, { node: '10.9.9.9:7000', ...step })).resolves.toBe(false);
      await expect(subject().write(operation.id, { node: '10.9.9.9:7000', ...whole })).resolves.toBe(false);
      await expect(subject().write(unknown.id, { node: NODE, ...step })).resolves.toBe(false);
      await expect(subject().write(unknown.id, whole)).resolves.toBe(false);
      await expect(subject().read(unknown.id)).resolves.toBeUndefined();
      await expect(subject().read(operation.id)).resolves.toEqual(operation);
    });

    test('of several that claim one step at once is made for one alone', async () => {
      const operation = await created(subject);
      const owners = ['life-1', 'life-2', 'life-3', 'life-4'];
      const claim = (owner: string): ConditionalWrite => ({
        node: NODE,
        expected: { step: { phase: 'pending', owner: null, epoch: 0 } },
        set: { step: { phase: 'stopping', owner, epoch: 1 } },
      });
      const claims = await Promise.allSettled(owners.map((owner) => subject().write(operation.id, claim(owner))));
      const owner = stepOf(await subject().read(operation.id), NODE)?.owner;
      expect(owners).toContain(owner);
      const others = claims.filter((_, index) => owners[index] !== owner);
      expect(others.filter((each) => each.status === 'fulfilled' && each.value)).toEqual([]);
      const winner = claims[owners.indexOf(String(owner))];
      expect(winner).toEqual({ status: 'fulfilled', value: true });
    });
  });
}

async function created(subject: () => OperationStore): Promise<Operation> {
  const operation = newOperation();
  await subject().create(operation);
  return begun(operation);
}

function withStep(operation: Operation, node: string | undefined, facts: StepFacts): Operation {
  return { ...operation, steps: operation.steps.map((step) => (step.node === node ? { ...step, ...facts } : step)) };
}

function stepOf(operation: Operation | undefined, node: string | undefined): OperationStep | undefined {
  return operation?.steps.find((step) => step.node === node);
}
