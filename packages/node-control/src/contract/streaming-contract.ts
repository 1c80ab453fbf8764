import { describe, expect, test } from 'vitest';
import type { NodeControlSubject } from './subject.ts';

/** What a node must tell of its streams. */
export function streamingContract(subject: () => NodeControlSubject): void {
  describe('streaming', () => {
    test('streamStats() is empty in a ring at rest', async () => {
      await expect(subject().control.streamStats()).resolves.toEqual([]);
    });
  });
}
