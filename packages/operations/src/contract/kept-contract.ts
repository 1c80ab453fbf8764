import { describe, expect, test } from 'vitest';
import { begun, type NewOperation, type OperationSummary } from '../operation.ts';
import type { OperationStore } from '../store.ts';
import { newOperation } from './new-operation.ts';

const CANCELLED = { state: 'cancelled', endedAtMs: 5, problem: 'Nobody wanted it' } as const;

/** What is kept of operations. */
export function keptContract(subject: () => OperationStore): void {
  describe('what is kept', () => {
    test.each<readonly [string, Partial<NewOperation>]>([
      ['without a reason', { reason: null }],
      ['without levels', { levels: {} }],
      ['of one node', { batches: [['10.0.0.1:7000']] }],
      ['of many nodes, in another order than that of their names', { batches: [['z:1', 'a:1'], nodes(40), ['b:1']] }],
      ['that repairs tables', { kind: 'repair', repair: { tables: [{ keyspace: 'Shop', table: 'it"s' }], type: 'full' } }],
      ['with quotes and other letters', { requestedBy: "o'brien", reason: `"it's" ¿ready? ✓`, levels: { "a'b": 'ALL' } }],
    ])('is all of an operation %s', async (_what, given) => {
      const operation = newOperation(given);
      await subject().create(operation);
      await expect(subject().read(operation.id)).resolves.toEqual(begun(operation));
    });

    test('is nothing of an operation that was never created', async () => {
      await expect(subject().read(newOperation().id)).resolves.toBeUndefined();
    });

    test('is listed newest first, without steps, and no more than was asked for', async () => {
      const operations = [newOperation(), newOperation(), newOperation()];
      for (const operation of operations) {
        await subject().create(operation);
        await subject().write(operation.id, { expected: { operation: { state: 'running' } }, set: { operation: CANCELLED } });
        await subject().release(operation.id);
      }
      const summaries = operations.map(cancelled);
      await expect(subject().list(3)).resolves.toEqual(summaries.toReversed());
      await expect(subject().list(2)).resolves.toEqual(summaries.toReversed().slice(0, 2));
    });
  });
}

function cancelled(operation: NewOperation): OperationSummary {
  const { steps: _steps, ...summary } = begun(operation);
  return { ...summary, ...CANCELLED };
}

function nodes(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `10.0.1.${index}:7000`);
}
