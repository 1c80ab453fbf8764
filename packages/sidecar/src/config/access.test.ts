import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccessSettings } from '@ringside/access';
import type { OpsError } from '@ringside/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSidecarSettings } from './load.ts';
import type { SidecarSettings } from './settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'access-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function load(content: unknown): Promise<SidecarSettings> {
  const file = join(folder, 'sidecar.json');
  writeFileSync(file, JSON.stringify(content));
  return loadSidecarSettings({ file });
}

const fault = (content: unknown): Promise<OpsError> =>
  load(content).then(
    () => expect.fail('was accepted'),
    (error: OpsError) => error,
  );

const JWT = { keysUrl: 'https://issuer.example/keys', issuer: 'https://issuer.example/', audience: 'ringside' };

describe('authentication.jwt', () => {
  it('says which tokens are good, with a small leeway and the claim of RFC 9068 by default', async () => {
    expect((await load({ authentication: { jwt: JWT } })).jwt).toEqual({
      keys: { url: JWT.keysUrl },
      issuer: JWT.issuer,
      audience: 'ringside',
      leewayMs: 10_000,
      rolesClaim: 'roles',
    });
    const { keysUrl: _, ...rest } = JWT;
    const jwt = { ...rest, keysFile: '/etc/keys.json', clockLeeway: '1m', rolesClaim: 'realm_access.roles' };
    expect((await load({ authentication: { jwt } })).jwt).toMatchObject({
      keys: { file: '/etc/keys.json' },
      leewayMs: 60_000,
      rolesClaim: 'realm_access.roles',
    });
    expect((await load({})).jwt).toBeUndefined();
  });

  it.each(['http://127.0.0.1:8080/keys', 'http://localhost/keys', 'http://[::1]/keys', 'https://10.0.0.1/keys?x=y'])(
    'takes keys from %s',
    async (keysUrl) => {
      expect((await load({ authentication: { jwt: { ...JWT, keysUrl } } })).jwt?.keys).toEqual({ url: keysUrl });
    },
  );

  it.each([
    'http://issuer.example/keys',
    'http://10.0.0.1/keys',
    'http://127.0.0.1.example/keys',
    'file:///etc/keys',
    'https://a:b@issuer.example/',
    'https://a@issuer.example/',
    'keys',
  ])('takes no keys from %s', async (keysUrl) => {
    expect(await fault({ authentication: { jwt: { ...JWT, keysUrl } } })).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('authentication.jwt.keysUrl: it is not an https address') as string,
    });
  });

  it.each([
    [{ keysFile: '/k' }, 'use either keysFile or keysUrl'],
    [{ keysUrl: undefined }, 'needs authentication.jwt.keysFile or authentication.jwt.keysUrl'],
    [{ issuer: undefined }, 'needs both authentication.jwt.issuer and authentication.jwt.audience'],
    [{ audience: '' }, 'needs both authentication.jwt.issuer and authentication.jwt.audience'],
    [{ clockLeeway: 'long' }, 'authentication.jwt.clockLeeway'],
  ])('refuses %j', async (change, message) => {
    expect(await fault({ authentication: { jwt: { ...JWT, ...change } } })).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('authorization', () => {
  it('gives roles their permissions, and identities their roles', async () => {
    const access = await readAccessSettings({
      'authorization.roles': ['backup=SNAPSHOT:*  SCHEMA:READ', ' ci = NODE:RESTART '],
      'authorization.certificates': ['spiffe://example.org/backup=backup viewer', 'CN=alice=viewer'],
      'tls.requireClientCertificate': true,
    });
    expect(access.roles).toEqual(
      new Map([
        ['backup', ['SNAPSHOT:*', 'SCHEMA:READ']],
        ['ci', ['NODE:RESTART']],
      ]),
    );
    expect(access.certificateRoles).toEqual(
      new Map([
        ['spiffe://example.org/backup', ['backup', 'viewer']],
        ['CN=alice', ['viewer']],
      ]),
    );
    expect(await readAccessSettings({})).toMatchObject({ jwt: undefined, roles: undefined, certificateRoles: undefined });
  });

  it.each([
    [{ roles: ['backup'] }, 'authorization.roles: "backup" is not a name, an equals sign, and words'],
    [{ roles: ['backup='] }, 'authorization.roles: "backup=" is not a name'],
    [{ roles: ['=STATS'] }, 'authorization.roles: "=STATS" is not a name'],
    [{ roles: ['a=STATS', 'a=*'] }, 'authorization.roles: it names a twice'],
    [{ roles: { backup: ['STATS'] } }, 'authorization.roles'],
    [{ certificates: ['ci=viewer'] }, 'authorization.certificates needs tls.requireClientCertificate'],
  ])('refuses %j', async (authorization, message) => {
    expect(await fault({ authorization })).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(message) as string,
    });
  });

  it.each(['spiffe://Example.org/a', 'https://example.org/a', 'spiffe://example.org/a b'])(
    'knows no certificate by %s',
    async (identity) => {
      const values = { 'authorization.certificates': [`${identity}=viewer`], 'tls.requireClientCertificate': true };
      await expect(readAccessSettings(values)).rejects.toThrow(`${JSON.stringify(identity)} is not a SPIFFE id`);
    },
  );
});
