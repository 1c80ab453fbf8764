import { describe, expect, it } from 'vitest';
import { selectMembers, type Selection } from './select-members.ts';
import { idOf, makeCluster } from './testing/clusters.ts';

const { members } = makeCluster({
  places: [
    { datacenter: 'dc1', rack: 'r1' },
    { datacenter: 'dc1', rack: 'r2' },
    { datacenter: 'dc2', rack: 'r1' },
    { datacenter: 'dc2', rack: 'r3' },
  ],
  keyspaces: {},
});
const select = (selection: Selection): readonly string[] => selectMembers(members, selection);

describe('selectMembers()', () => {
  it('takes nodes by address, with or without the port, each once', () => {
    expect(select({ nodes: ['10.0.0.2', '10.0.0.1:7000', '10.0.0.1'] })).toEqual([idOf(2), idOf(1)]);
  });

  it('takes a datacenter, a rack of it, and a rack that only one has', () => {
    expect(select({ datacenter: 'dc1' })).toEqual([idOf(1), idOf(2)]);
    expect(select({ datacenter: 'dc2', rack: 'r1' })).toEqual([idOf(3)]);
    expect(select({ rack: 'r3', nodes: ['10.0.0.1'] })).toEqual([idOf(1), idOf(4)]);
  });

  it.each([
    [{ datacenter: 'DC3' }, 'NOT_FOUND', 'No datacenter is called DC3', 'Did you mean dc1? The datacenters are dc1, dc2.'],
    [{ datacenter: 'dc1', rack: 'r3' }, 'NOT_FOUND', 'No rack in dc1 is called r3', 'Did you mean r1? The racks are r1, r2.'],
    [{ rack: 'basement' }, 'NOT_FOUND', 'No rack is called basement', 'The racks are r1, r2, r3.'],
    [
      { rack: 'r1' },
      'INVALID_ARGUMENT',
      'Rack r1 is in 2 datacenters, and they are different racks',
      'Add its datacenter: one of dc1, dc2.',
    ],
    [
      { nodes: ['10.0.0.9'] },
      'NOT_FOUND',
      'No node of the cluster has the address 10.0.0.9',
      'Did you mean 10.0.0.1? The nodes are 10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4.',
    ],
  ])('refuses %j', (selection, code, message, remedy) => {
    expect(() => select(selection)).toThrow(expect.objectContaining({ code, message, remedy }));
  });

  it('asks for the port where two nodes have one address', () => {
    const twins = makeCluster({
      places: members.slice(0, 2),
      keyspaces: {},
      facts: { 1: { id: '127.0.0.1:7000' }, 2: { id: '127.0.0.1:7001' } },
    });
    expect(() => selectMembers(twins.members, { nodes: ['127.0.0.1'] })).toThrow(
      expect.objectContaining({
        message: '127.0.0.1 is the address of 2 nodes',
        remedy: 'Name one with its port: 127.0.0.1:7000 or 127.0.0.1:7001.',
      }),
    );
  });
});
