import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertRoles, defineRoles, isRole, mayDo, type RoleRights } from './roles.ts';

describe('mayDo()', () => {
  it('lets a viewer read, and change nothing', () => {
    for (const permission of ['none', 'RING:READ', 'STATS', 'SYSTEM_VIEWS:SELECT', 'METRICS:READ', 'OPERATIONAL_JOB:READ'])
      expect([permission, mayDo(['viewer'], permission)]).toEqual([permission, true]);
    for (const permission of [
      'SNAPSHOT:CREATE',
      'NODE:DRAIN',
      'NODE:RESTART',
      'REPAIR',
      'OPERATIONAL_JOB:MODIFY',
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
    for (const permission of ['NODE:DRAIN', 'NODE:RESTART', 'REPAIR', 'OPERATIONAL_JOB:MODIFY', 'LIFECYCLE:MODIFY'])
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

const PERMISSIONS = ['none', 'STATS', 'RING:READ', 'SNAPSHOT:CREATE', 'SNAPSHOT:DELETE', 'NODE:DRAIN', 'NODE:RESTART'];
const define = (own: Readonly<Record<string, readonly string[]>>): RoleRights =>
  defineRoles({ key: 'authorization.roles', own: new Map(Object.entries(own)), permissions: PERMISSIONS });

describe('defineRoles()', () => {
  it('adds roles that may do what their patterns say, and leaves the built-in ones as they are', () => {
    const rights = define({ backup: ['SNAPSHOT:*', 'RING:READ'], '/ops/dba': ['*'] });
    const allowed = (role: string): readonly string[] => PERMISSIONS.filter((each) => mayDo([role], each, rights));
    expect(allowed('backup')).toEqual(['none', 'RING:READ', 'SNAPSHOT:CREATE', 'SNAPSHOT:DELETE']);
    expect(allowed('/ops/dba')).toEqual(PERMISSIONS);
    for (const role of ['viewer', 'operator', 'admin'])
      expect(allowed(role)).toEqual(PERMISSIONS.filter((permission) => mayDo([role], permission)));
  });

  it.each([
    [{ admin: ['STATS'] }, 'admin is built in and cannot be defined again'],
    [{ 'a b': ['STATS'] }, '"a b" cannot be the name of a role'],
    [{ backup: ['SNAPSHOTS:*'] }, 'backup: "SNAPSHOTS:*" names no permission; did you mean SNAPSHOT:*?'],
    [{ backup: ['NODE:DRIAN'] }, 'backup: "NODE:DRIAN" names no permission; did you mean NODE:DRAIN?'],
    [{ backup: ['*:RAED'] }, 'backup: "*:RAED" names no permission; did you mean *:READ?'],
    [{ backup: ['snapshot:create'] }, 'backup: "snapshot:create" names no permission; did you mean SNAPSHOT:CREATE?'],
    [{ backup: ['STATS', 'none'] }, 'backup: "none" names no permission'],
    [{ backup: ['SNAPSHOT:CREATE,DELETE'] }, 'backup: "SNAPSHOT:CREATE,DELETE" names no permission'],
    [{ backup: ['RING:READ:ALL'] }, 'backup: "RING:READ:ALL" names no permission'],
  ])('refuses %j', (own, message) => {
    expect(() => define(own)).toThrow(`authorization.roles: ${message}`);
  });

  it('gives nothing to names that are no roles, whatever they are', () => {
    const rights = define({ backup: ['SNAPSHOT:*'] });
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', 'Admin', ' admin'))), (names) => {
        fc.pre(names.every((name) => !rights.has(name)));
        for (const permission of PERMISSIONS) expect(mayDo(names, permission, rights)).toBe(permission === 'none');
      }),
    );
  });

  it('gives to several roles what any of them has, and no more', () => {
    const patterns = fc.subarray(['STATS', '*:READ', 'SNAPSHOT:*', 'NODE:DRAIN', 'NODE:*'], { minLength: 1 });
    fc.assert(
      fc.property(patterns, patterns, fc.constantFrom(...PERMISSIONS), (a, b, permission) => {
        const rights = define({ a, b });
        const may = (...roles: readonly string[]): boolean => mayDo(roles, permission, rights);
        expect(may('a', 'b')).toBe(may('a') || may('b'));
      }),
    );
  });
});

describe('assertRoles()', () => {
  it('refuses a role that nobody has defined, with the near miss', () => {
    const rights = define({ backup: ['SNAPSHOT:*'] });
    assertRoles('authorization.certificates', ['backup', 'viewer'], rights);
    expect(() => assertRoles('authorization.certificates', ['viewer', 'bakcup'], rights)).toThrow(
      'authorization.certificates: "bakcup" is not a role; did you mean backup?',
    );
    expect(() => assertRoles('it', ['constructor'], rights)).toThrow('"constructor" is not a role');
  });
});
