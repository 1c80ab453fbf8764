import { errors } from '@ringside/core';
import { describe, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import type { NodeControlSubject } from './subject.ts';

/** What a node in service must tell of itself, and how it goes out of service and comes back; a drain is a contract of its own. */
export function lifecycleContract(subject: () => NodeControlSubject): void {
  describe('lifecycle', () => {
    test('status() tells who the node is and that it is in service', async () => {
      const { control, address, storagePort, datacenter, rack, nodes } = subject();
      const status = await control.status();
      expect(status).toMatchObject({
        operationMode: 'NORMAL',
        joined: true,
        gossipActive: true,
        nativeTransportRunning: true,
        address,
        storagePort,
        datacenter,
        rack,
        partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
        unreachableNodes: [],
        joiningNodes: [],
        leavingNodes: [],
        movingNodes: [],
      });
      expect(status.liveNodes).toHaveLength(nodes);
      expect(status.liveNodes).toContain(`${address}:${storagePort}`);
      expect(status.releaseVersion).toMatch(/^\d+\.\d+/);
      expect(status.hostId).toMatch(/^[\da-f-]{36}$/);
      expect(status.schemaVersion).toMatch(/^[\da-f-]{36}$/);
      expect(status.tokens.every((token) => /^-?\d+$/.test(token))).toBe(true);
      expect(status.uptimeMs).toBeGreaterThan(0);
      expect(status.loadBytes).toBeGreaterThanOrEqual(0);
    });

    test('stopNativeTransport() closes the CQL port and startNativeTransport() opens it, each also when done twice', async () => {
      const { control, nativePortOpen } = subject();
      await control.stopNativeTransport();
      await control.stopNativeTransport();
      await eventually(nativePortOpen, false);
      await expect(control.status()).resolves.toMatchObject({ nativeTransportRunning: false, operationMode: 'NORMAL' });
      await control.startNativeTransport();
      await control.startNativeTransport();
      await eventually(nativePortOpen, true);
      await expect(control.status()).resolves.toMatchObject({ nativeTransportRunning: true });
    });

    test('stopGossip() makes peers see the node down and startGossip() up again', async () => {
      const { control, seenByPeer } = subject();
      await control.stopGossip();
      await expect(control.status()).resolves.toMatchObject({ gossipActive: false });
      await eventually(seenByPeer, 'Down');
      await control.startGossip();
      await expect(control.status()).resolves.toMatchObject({ gossipActive: true });
      await eventually(seenByPeer, 'Up');
    });

    test('an aborted call rejects with the reason of its signal, as ABORTED where that is no error of ours', async () => {
      const reason = new Error('enough');
      const { control } = subject();
      await expect(control.status({ signal: AbortSignal.abort(reason) })).rejects.toMatchObject({ code: 'ABORTED', cause: reason });
      const stopping = errors.UNAVAILABLE({ message: 'It is stopping' });
      await expect(control.status({ signal: AbortSignal.abort(stopping) })).rejects.toBe(stopping);
    });
  });
}
