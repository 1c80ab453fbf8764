import { OpsError } from '@ringside/core';
import { describe, expect, it } from 'vitest';
import { thrownBy } from '../test-support/rings.ts';
import { parseReplication, totalReplicationFactor } from './replication.ts';

describe('parseReplication()', () => {
  it('reads what system_schema.keyspaces holds, with the class’s package or without', () => {
    expect(parseReplication({ class: 'org.apache.cassandra.locator.NetworkTopologyStrategy', dc1: '3', dc2: '2' })).toEqual({
      class: 'NetworkTopologyStrategy',
      replicationFactors: { dc1: 3, dc2: 2 },
    });
    expect(parseReplication({ class: 'SimpleStrategy', replication_factor: '1' })).toEqual({
      class: 'SimpleStrategy',
      replicationFactor: 1,
    });
    expect(parseReplication({ class: 'org.apache.cassandra.locator.LocalStrategy' })).toEqual({ class: 'LocalStrategy' });
    const meta = { class: 'org.apache.cassandra.locator.MetaStrategy' };
    expect(parseReplication({ ...meta, dc1: '2', dc2: '1' })).toEqual({ class: 'MetaStrategy', replicationFactor: 3 });
    expect(parseReplication({ ...meta, replication_factor: '1' })).toEqual({ class: 'MetaStrategy', replicationFactor: 1 });
  });

  it('spreads replication_factor over the datacenters, whose own factors win and whose zeros drop out', () => {
    expect(
      parseReplication({ class: 'NetworkTopologyStrategy', replication_factor: '3', dc2: '1', dc3: '0' }, ['dc1', 'dc2', 'dc3']),
    ).toEqual({
      class: 'NetworkTopologyStrategy',
      replicationFactors: { dc1: 3, dc2: 1 },
    });
  });

  it.each([
    [{}, /names no class/],
    [{ class: 'SimpleStratgy', replication_factor: '1' }, /"SimpleStratgy" is not known/],
    [{ class: 'SimpleStrategy' }, /needs replication_factor/],
    [{ class: 'SimpleStrategy', replication_factor: '1', dc1: '3' }, /no option "dc1"/],
    [{ class: 'SimpleStrategy', replication_factor: '-1' }, /"-1" is not a whole number/],
    [{ class: 'NetworkTopologyStrategy', dc1: 'three' }, /"three" is not a whole number/],
    [{ class: 'NetworkTopologyStrategy', dc1: '3/1' }, /transient replication \(3\/1\) is not supported/],
    [{ class: 'NetworkTopologyStrategy', replication_factor: '3' }, /needs to know the datacenters/],
  ])('refuses %j', (options: Record<string, string>, message) => {
    expect(() => parseReplication(options)).toThrow(message);
    expect(() => parseReplication(options)).toThrow(OpsError);
  });

  it('names the strategy that was probably meant', () => {
    const error = thrownBy(() => parseReplication({ class: 'SimpleStratgy' }));
    expect(error).toMatchObject({ code: 'INVALID_REPLICATION', remedy: 'Did you mean SimpleStrategy?' });
  });
});

describe('totalReplicationFactor()', () => {
  it('is what the keyspace asks for, whether or not the nodes are there', () => {
    expect(totalReplicationFactor({ class: 'NetworkTopologyStrategy', replicationFactors: { dc1: 3, gone: 2 } }, 1)).toBe(5);
    expect(totalReplicationFactor({ class: 'SimpleStrategy', replicationFactor: 7 }, 1)).toBe(7);
    expect(totalReplicationFactor({ class: 'EverywhereStrategy' }, 4)).toBe(4);
    expect(totalReplicationFactor({ class: 'LocalStrategy' }, 4)).toBe(1);
    expect(totalReplicationFactor({ class: 'MetaStrategy', replicationFactor: 3 }, 4)).toBe(3);
  });
});
