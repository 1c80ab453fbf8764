import { describe, expect, it } from 'vitest';
import { isRole, mayDo } from './roles.ts';

describe('mayDo()', () => {
  it('lets a viewer read, and change nothing', () => {
    for (const permission of ['none', 'RING:READ', 'STATS', 'SYSTEM_VIEWS:SELECT', 'METRICS:READ', 'OPERATIONAL_JOB:READ'])
      expect([permission, mayDo(['viewer'], permission)]).toEqual([permission, true]);
    for (const permission of [
      'SNAPSHOT:CREATE',
      'NODE:DRAIN',
      'NODE:RESTART',
      'REPAIR',
      'LIFECYCLE:MODIFY',
      'GOSSIP:MODIFY',
      'READ',
      'RING:READ:ALL',
      'STATS:RESET',
    ])
      expect([permission, mayDo(['viewer'], permission)]).toEqual([permission, false]);
  });

  it('lets an operator change what is named, an admin all, and leaves to the admin what nobody thought of', () => {
    expect(mayDo(['operator'], 'SNAPSHOT:DELETE')).toBe(true);
    for (const permission of ['NODE:DRAIN', 'NODE:RESTART', 'REPAIR', 'LIFECYCLE:MODIFY'])
      expect(mayDo(['operator'], permission)).toBe(true);
    expect(mayDo(['operator'], 'NODE:DECOMMISSION')).toBe(false);
    expect(mayDo(['viewer', 'operator'], 'NEW:THING')).toBe(false);
    expect(mayDo(['admin'], 'NEW:THING')).toBe(true);
  });

  it('lets nobody without a role do more than what is open to everybody', () => {
    expect([mayDo([], 'none'), mayDo([], 'RING:READ')]).toEqual([true, false]);
    expect([isRole('viewer'), isRole('constructor')]).toEqual([true, false]);
  });
});
