import { describe, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import type { NodeControlSubject } from './subject.ts';

/** What a drain must do; the node is of no use afterwards. */
export function drainContract(subject: () => NodeControlSubject): void {
  describe('drain', () => {
    test('drain() ends in mode DRAINED with the CQL port closed and peers seeing the node down', async () => {
      const { control, nativePortOpen, seenByPeer } = subject();
      await control.drain();
      await expect(control.status()).resolves.toMatchObject({
        operationMode: 'DRAINED',
        nativeTransportRunning: false,
        gossipActive: false,
      });
      await eventually(nativePortOpen, false);
      await eventually(seenByPeer, 'Down');
    });

    test('drain() of a drained node succeeds at once', async () => {
      await expect(subject().control.drain({ withinMs: 1 })).resolves.toBeUndefined();
    });

    test('a drained node refuses to serve clients again, with its reason', async () => {
      const refused = subject().control.startNativeTransport();
      await expect(refused).rejects.toMatchObject({ code: 'NODE_REFUSED', retryable: false });
      await expect(refused).rejects.toThrow(/drained/);
    });
  });
}
