import { describe, expect, test } from 'vitest';
import type { NodeControlSubject } from './subject.ts';

/** What a node must have heard of a ring at rest. */
export function gossipContract(subject: () => NodeControlSubject): void {
  describe('gossip', () => {
    test('schemaVersions() puts every node under one version', async () => {
      const { control, nodes } = subject();
      expect(Object.values(await control.schemaVersions()).map((endpoints) => endpoints.length)).toEqual([nodes]);
    });

    test('gossip() holds a state of every node, with the fields that Cassandra gossips', async () => {
      const { control, address, storagePort, datacenter, rack, nodes } = subject();
      const view = await control.gossip();
      expect(Object.keys(view)).toHaveLength(nodes);
      const header = Object.keys(view).find((candidate) => candidate.endsWith(`/${address}:${storagePort}`)) ?? '';
      expect(view[header]).toMatchObject({ DC: datacenter, RACK: rack });
      expect(view[header]?.['STATUS_WITH_PORT']).toMatch(/^NORMAL,/);
      expect(Number(view[header]?.['generation'])).toBeGreaterThan(0);
      expect(Number(view[header]?.['heartbeat'])).toBeGreaterThan(0);
    });

    test('phi() has a value of at least 0 for every peer and none for the node itself', async () => {
      const { control, address, storagePort, nodes } = subject();
      const phi = await control.phi();
      expect(Object.keys(phi)).toHaveLength(nodes - 1);
      expect(phi).not.toHaveProperty([`${address}:${storagePort}`]);
      expect(Object.values(phi).every((value) => value >= 0)).toBe(true);
    });
  });
}
