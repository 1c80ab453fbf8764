import { describe, expect, test } from 'vitest';
import type { NodeControlSubject } from './subject.ts';

/** What a node must say of who it is. */
export function identificationContract(subject: () => NodeControlSubject): void {
  describe('identification', () => {
    test('identity() tells who the node is, as its ring knows it', async () => {
      const { control, address, datacenter, rack } = subject();
      const { tokens, ...identity } = await control.identity();
      const { releaseVersion, clusterName } = await control.status();
      const known = (await control.ring()).find((endpoint) => endpoint.address === address);
      expect(identity).toEqual({
        releaseVersion,
        clusterName,
        partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
        datacenter,
        rack,
        hostId: known?.hostId,
      });
      expect(tokens.length).toBeGreaterThan(0);
      expect(tokens.toSorted()).toEqual(known?.tokens.toSorted());
    });
  });
}
