import { describe, expect, test } from 'vitest';
import { begun } from '../operation.ts';
import type { OperationStore } from '../store.ts';
import { newOperation } from './new-operation.ts';

/** Which operation is active: one at most, whoever asks for one. */
export function activeContract(subject: () => OperationStore): void {
  describe('one that is active', () => {
    test('is the one that was created, until it is released', async () => {
      const operation = newOperation();
      await expect(subject().active()).resolves.toBeUndefined();
      await expect(subject().create(operation)).resolves.toEqual({ created: true });
      await expect(subject().active()).resolves.toBe(operation.id);
      await subject().release(operation.id);
      await expect(subject().active()).resolves.toBeUndefined();
      await expect(subject().read(operation.id)).resolves.toEqual(begun(operation));
    });

    test('keeps another from being created, of which nothing is kept', async () => {
      const [first, second] = [newOperation(), newOperation()];
      await subject().create(first);
      await expect(subject().create(second)).resolves.toEqual({ created: false, active: first.id });
      await expect(subject().active()).resolves.toBe(first.id);
      await expect(subject().read(second.id)).resolves.toBeUndefined();
      expect((await subject().list(1)).map(({ id }) => id)).toEqual([first.id]);
      await subject().release(first.id);
      await expect(subject().create(second)).resolves.toEqual({ created: true });
      await expect(subject().read(second.id)).resolves.toEqual(begun(second));
    });

    test('is not released by another’s id, nor by that of an unknown one', async () => {
      const [first, second] = [newOperation(), newOperation()];
      await subject().create(first);
      await subject().release(first.id);
      await subject().create(second);
      await subject().release(first.id);
      await subject().release(newOperation().id);
      await expect(subject().active()).resolves.toBe(second.id);
    });

    test('stays the same operation when it is created again, with what was written meanwhile', async () => {
      const operation = newOperation();
      await subject().create(operation);
      await subject().write(operation.id, { expected: { operation: { intent: 'run' } }, set: { operation: { intent: 'pause' } } });
      await expect(subject().create(operation)).resolves.toEqual({ created: true });
      await expect(subject().active()).resolves.toBe(operation.id);
      await expect(subject().read(operation.id)).resolves.toEqual({ ...begun(operation), intent: 'pause' });
    });

    test('is not one that has ended, however often that is created again', async () => {
      const [ended, other] = [newOperation(), newOperation()];
      await subject().create(ended);
      const set = { state: 'succeeded', endedAtMs: ended.requestedAtMs + 5 } as const;
      await subject().write(ended.id, { expected: { operation: { state: 'running' } }, set: { operation: set } });
      await subject().release(ended.id);
      await expect(subject().create(ended)).resolves.toEqual({ created: true });
      await expect(subject().active()).resolves.toBeUndefined();
      await subject().create(other);
      await expect(subject().create(ended)).resolves.toEqual({ created: true });
      await expect(subject().active()).resolves.toBe(other.id);
      await expect(subject().read(ended.id)).resolves.toEqual({ ...begun(ended), ...set });
    });

    test('is the same for everybody when several are created at once', async () => {
      const operations = Array.from({ length: 4 }, () => newOperation());
      const answers = await Promise.all(operations.map((operation) => subject().create(operation)));
      const active = await subject().active();
      expect(answers).toEqual(operations.map(({ id }) => (id === active ? { created: true } : { created: false, active })));
      const kept = await Promise.all(operations.map(({ id }) => subject().read(id)));
      expect(kept.flatMap((operation) => operation?.id ?? [])).toEqual([active]);
    });

    test('is created for everybody who creates the same one at once', async () => {
      const operation = newOperation();
      const answers = await Promise.all(Array.from({ length: 4 }, () => subject().create(operation)));
      expect(answers).toEqual(answers.map(() => ({ created: true })));
      await expect(subject().read(operation.id)).resolves.toEqual(begun(operation));
    });
  });
}
