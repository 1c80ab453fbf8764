import { keyspaceName } from '@ringside/model';
import { describe, expect, test } from 'vitest';
import type { NodeControlSubject } from './subject.ts';

/** What a node must tell of a ring at rest. */
export function ringContract(subject: () => NodeControlSubject): void {
  describe('ring', () => {
    test('ring() lists every node once, up and normal, the asked one with its own tokens', async () => {
      const { control, address, storagePort, nativePort, datacenter, rack, nodes } = subject();
      const [status, ring] = await Promise.all([control.status(), control.ring()]);
      expect(new Set(ring.map((endpoint) => endpoint.hostId)).size).toBe(nodes);
      expect(ring.map(({ status, state, replacing }) => ({ status, state, replacing }))).toEqual(
        Array.from({ length: nodes }, () => ({ status: 'Up', state: 'Normal', replacing: false })),
      );
      const self = ring.find((endpoint) => endpoint.address === address);
      const { hostId, releaseVersion, schemaVersion, tokens } = status;
      expect(self).toMatchObject({ port: storagePort, nativeAddress: address, nativePort, datacenter, rack, hostId, schemaVersion });
      expect([releaseVersion, asOfPeer(releaseVersion)]).toContain(self?.releaseVersion);
      expect(self?.tokens.toSorted()).toEqual(tokens.toSorted());
    });

    test('the ownership of a keyspace adds up to its replication factor', async () => {
      const { control, keyspace, replicationFactor, nodes } = subject();
      const [ring, ownership] = await Promise.all([control.ring({ keyspace }), control.effectiveOwnership(keyspace)]);
      expect(ring.every((endpoint) => endpoint.ownershipEffective)).toBe(true);
      expect(ring.reduce((sum, endpoint) => sum + (endpoint.ownership ?? Number.NaN), 0)).toBeCloseTo(replicationFactor, 3);
      expect(ownership).toHaveLength(nodes);
      expect(ownership.reduce((sum, { fraction }) => sum + fraction, 0)).toBeCloseTo(replicationFactor, 3);
    });

    test('a keyspace that does not exist is NOT_FOUND', async () => {
      const { control } = subject();
      const calls = [
        control.ring({ keyspace: keyspaceName('no_such_keyspace') }),
        control.rangeToEndpoints(keyspaceName('no_such_keyspace')),
        control.pendingRanges(keyspaceName('no_such_keyspace')),
        control.effectiveOwnership(keyspaceName('no_such_keyspace')),
      ];
      const codes = await Promise.all(
        calls.map(async (call) => call.then(String, (error: unknown) => Reflect.get(Object(error), 'code') as unknown)),
      );
      expect(codes).toEqual(calls.map(() => 'NOT_FOUND'));
    });

    test('keyspaces() tells the replication of a user keyspace and marks the system ones', async () => {
      const { control, keyspace, datacenter, replicationFactor } = subject();
      const keyspaces = await control.keyspaces();
      expect(keyspaces).toContainEqual({
        name: keyspace,
        system: false,
        replication: { class: 'NetworkTopologyStrategy', [datacenter]: String(replicationFactor) },
      });
      expect(keyspaces).toContainEqual({ name: 'system', system: true, replication: { class: 'LocalStrategy' } });
    });

    test('rangeToEndpoints() covers the ring once, with as many replicas of each range as the replication factor', async () => {
      const { control, keyspace, replicationFactor } = subject();
      const [ring, ranges] = await Promise.all([control.ring(), control.rangeToEndpoints(keyspace)]);
      expect(ranges.map(({ end }) => end).toSorted()).toEqual(ring.flatMap(({ tokens }) => tokens).toSorted());
      expect(ranges.map(({ start }) => start)).toEqual(ranges.map((_, index) => ranges.at(index - 1)?.end));
      expect(ranges.every(({ endpoints }) => new Set(endpoints).size === replicationFactor)).toBe(true);
    });

    test('a ring at rest has no pending ranges', async () => {
      const { control, keyspace } = subject();
      await expect(control.pendingRanges(keyspace)).resolves.toEqual([]);
    });
  });
}

/** Cassandra 6.0 names a pre-release with two numbers where it speaks of itself, `6.0-alpha2`, and with three where it speaks of a peer. */
function asOfPeer(version: string): string {
  return version.replace(/^(\d+\.\d+)(?=-)/, '$1.0');
}
