import { beforeEach, describe } from 'vitest';
import type { OperationStore } from '../store.ts';
import { activeContract } from './active-contract.ts';
import { keptContract } from './kept-contract.ts';
import { writeContract } from './write-contract.ts';

/**
 * Declares the tests of a store. Operations of tests before may be in it; what is active is released before each test.
 *
 * @param subject the store, inside of tests
 *
 * @example
 * ```ts
 * let store: OperationStore;
 * beforeEach(() => void (store = createMemoryStore()));
 * operationStoreContract(() => store);
 * ```
 */
export function operationStoreContract(subject: () => OperationStore): void {
  describe('an operation store', () => {
    beforeEach(async () => {
      const id = await subject().active();
      if (id !== undefined) await subject().release(id);
    });
    activeContract(subject);
    keptContract(subject);
    writeContract(subject);
  });
}
