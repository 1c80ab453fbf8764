import { beforeAll, describe, expect, test } from 'vitest';
import { drainContract } from './drain-contract.ts';
import { operationsContract } from './operations-contract.ts';
import { readsContract } from './reads-contract.ts';
import { snapshotContract } from './snapshot-contract.ts';
import type { NodeControlSubject } from './subject.ts';

/**
 * Declares the contract's tests. The last of them drains the node, so it must not be used afterwards.
 *
 * @param name the adapter's name, for titles
 * @param makeSubject makes the subject once, before the first test
 */
export function nodeControlContract(name: string, makeSubject: () => Promise<NodeControlSubject>): void {
  describe(`${name} as NodeControl`, () => {
    let made: NodeControlSubject | undefined;
    beforeAll(async () => {
      made = await makeSubject();
    });
    const subject = (): NodeControlSubject => {
      if (made === undefined) throw new Error('The subject was not made');
      return made;
    };
    readsContract(subject);
    operationsContract(subject);
    snapshotContract(subject);
    test('an aborted call rejects with the reason of its signal', async () => {
      const reason = new Error('enough');
      await expect(subject().control.status({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    });
    drainContract(subject);
  });
}
