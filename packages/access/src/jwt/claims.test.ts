import { describe, expect, it } from 'vitest';
import { ownerOfClaims } from './claims.ts';

describe('ownerOfClaims()', () => {
  it.each([
    [{ sub: 'alice' }, 'alice'],
    [{ sub: 'alice', identity: 'bob' }, 'alice'],
    [{ identity: 'spiffe://example.org/ci' }, 'spiffe://example.org/ci'],
    [{}, undefined],
    [{ sub: '' }, undefined],
    [{ sub: 7 as unknown as string }, undefined],
    [{ sub: 'al\u001B[2Jice' }, undefined],
    [{ sub: 'alice\u202Eecila' }, undefined],
    [{ sub: 'x'.repeat(256) }, undefined],
  ])('names who %j is about %s', (claims, name) => {
    expect(ownerOfClaims(claims, 'roles')?.name).toBe(name);
  });

  it.each([
    ['roles', { roles: ['viewer', 'backup'] }, ['viewer', 'backup']],
    ['roles', { roles: 'viewer  backup' }, ['viewer', 'backup']],
    ['roles', { roles: ['viewer', 7, null] }, ['viewer']],
    ['roles', { roles: { admin: true } }, []],
    ['roles', {}, []],
    ['resource_access.ringside.roles', { resource_access: { ringside: { roles: ['admin'] } } }, ['admin']],
    ['resource_access.ringside.roles', { resource_access: 'admin' }, []],
    ['resource_access.ringside.roles', { resource_access: null }, []],
    ['https://example.org/roles', { 'https://example.org/roles': ['viewer'] }, ['viewer']],
    ['constructor.name', {}, []],
    ['__proto__', {}, []],
  ])('finds the roles of %s in %j', (claim, claims, roles) => {
    expect(ownerOfClaims({ sub: 'alice', ...claims }, claim)?.roles).toEqual(roles);
  });
});
