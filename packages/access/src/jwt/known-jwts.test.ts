import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createManualClock, type ManualClock } from '@ringside/core/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Claims, makeIssuer, type TestIssuer } from '../testing.ts';
import { type KnownJwts, openJwts } from './known-jwts.ts';

const NOW_S = Math.floor(Date.now() / 1_000);
let folder: string;
let file: string;
let issuer: TestIssuer;
let clock: ManualClock;
let faults: unknown[];
let reasons: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jwts-'));
  file = join(folder, 'keys.json');
  issuer = makeIssuer();
  await issuer.addKey('one');
  clock = createManualClock(NOW_S * 1_000);
  [faults, reasons] = [[], []];
});
afterEach(() => rmSync(folder, { recursive: true }));

const publish = (text = JSON.stringify(issuer.keySet())): void => writeFileSync(file, text);

async function open(): Promise<KnownJwts> {
  return openJwts({
    rules: { keys: { file }, issuer: issuer.issuer, audience: issuer.audience, leewayMs: 10_000, rolesClaim: 'roles' },
    key: 'authentication.jwt.keysFile',
    clock,
    signal: new AbortController().signal,
    onFault: (error) => void faults.push(error),
    onRefused: (reason) => void reasons.push(reason),
  });
}

const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const claimsOf = () => ({ iss: issuer.issuer, aud: issuer.audience, sub: 'mallory', exp: NOW_S + 60, roles: ['admin'] });

describe('openJwts()', () => {
  it.each(['RS256', 'PS384', 'ES256', 'ES512', 'EdDSA'])('knows who a token with %s is about, and what they are', async (alg) => {
    await issuer.addKey('other', alg);
    publish();
    const jwts = await open();
    const token = await issuer.sign('other', { sub: 'alice', roles: ['viewer', 'backup'] });
    expect(await jwts.ownerOf(token)).toEqual({ name: 'alice', roles: ['viewer', 'backup'] });
  });

  it('takes a public key in PEM', async () => {
    publish(await issuer.pem('one'));
    expect(await (await open()).ownerOf(await issuer.sign('one', { sub: 'alice' }))).toEqual({ name: 'alice', roles: [] });
  });

  it.each([
    ['that has expired', { exp: NOW_S - 10 }, 'claim exp: check_failed'],
    ['that does not say when it expires', { exp: undefined }, 'claim exp: missing'],
    ['that is not good yet', { nbf: NOW_S + 11 }, 'claim nbf: check_failed'],
    ['of another issuer', { iss: 'https://issuer.test' }, 'claim iss: check_failed'],
    ['of no issuer', { iss: undefined }, 'claim iss: missing'],
    ['for somebody else', { aud: ['other', 'Ringside'] }, 'claim aud: check_failed'],
    ['for nobody', { aud: undefined }, 'claim aud: missing'],
    ['about nobody', { sub: undefined }, 'it names no subject'],
  ])('refuses a token %s', async (_, claims: Claims, reason) => {
    publish();
    const jwts = await open();
    expect(await jwts.ownerOf(await issuer.sign('one', claims))).toBeUndefined();
    expect(reasons).toEqual([reason]);
  });

  it('allows for a clock that is off by the leeway', async () => {
    publish();
    const jwts = await open();
    expect(await jwts.ownerOf(await issuer.sign('one', { exp: NOW_S - 9, nbf: NOW_S + 10, aud: ['other', 'ringside'] }))).toBeDefined();
    const token = await issuer.sign('one', { exp: NOW_S + 60 });
    expect(await jwts.ownerOf(token)).toBeDefined();
    await clock.advance(70_000);
    expect(await jwts.ownerOf(token)).toBeUndefined();
  });

  it('refuses a token without a signature, and one whose secret is the public key', async () => {
    for (const text of [JSON.stringify(issuer.keySet()), await issuer.pem('one')]) {
      publish(text);
      const jwts = await open();
      const secrets = [text, text.trim(), await issuer.pem('one'), JSON.stringify(issuer.keySet().keys[0])];
      for (const alg of ['none', 'None', 'HS256', 'HS384', 'HS512'])
        for (const secret of secrets) {
          const signed = `${encoded({ alg, kid: 'one' })}.${encoded(claimsOf())}`;
          const signature = /^none$/i.test(alg) ? '' : createHmac(alg.replace('HS', 'sha'), secret).update(signed).digest('base64url');
          expect([alg, await jwts.ownerOf(`${signed}.${signature}`)]).toEqual([alg, undefined]);
        }
    }
  });

  it('takes no key from the token itself', async () => {
    publish();
    const jwts = await open();
    const mallory = makeIssuer();
    await mallory.addKey('one');
    const [header, claims, signature] = (await mallory.sign('one', claimsOf())).split('.') as [string, string, string];
    const brought = encoded({ ...JSON.parse(Buffer.from(header, 'base64url').toString()), jwk: mallory.keySet().keys[0] });
    expect(await jwts.ownerOf(`${header}.${claims}.${signature}`)).toBeUndefined();
    expect(await jwts.ownerOf(`${brought}.${claims}.${signature}`)).toBeUndefined();
  });

  it('refuses a token of which any letter was changed, and any text that is none', async () => {
    publish();
    const jwts = await open();
    const token = await issuer.sign('one');
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'.split('');
    await fc.assert(
      // Some bits of the last letter of a signature are no part of it.
      fc.asyncProperty(fc.nat(token.length - 2), fc.constantFrom(...letters), async (at, letter) => {
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        expect((await jwts.ownerOf(changed)) === undefined).toBe(changed !== token);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await jwts.ownerOf(text)).toBeUndefined();
      }),
    );
  });

  it('follows the file: a key that is removed counts for a second at most, and while it cannot be used nobody is let in', async () => {
    await issuer.addKey('two');
    publish();
    const jwts = await open();
    const [one, two] = [await issuer.sign('one'), await issuer.sign('two')];
    const known = async (): Promise<readonly boolean[]> => [
      (await jwts.ownerOf(one)) !== undefined,
      (await jwts.ownerOf(two)) !== undefined,
    ];
    expect(await known()).toEqual([true, true]);
    issuer.withdrawKey('one');
    publish();
    await clock.advance(1_000);
    expect(await known()).toEqual([false, true]);
    rmSync(file);
    await clock.advance(1_000);
    expect([await known(), faults.length]).toEqual([[false, false], 1]);
    publish();
    await clock.advance(1_000);
    expect(await known()).toEqual([false, true]);
  });

  it('does not begin with a file that cannot be used', async () => {
    await expect(open()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('keys.json cannot be read') as string,
    });
    publish('{}');
    await expect(open()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('tells the reason without anything of the token', async () => {
    publish();
    const jwts = await open();
    const hush = 'hush-0123456789';
    const header = encoded({ alg: 'ES256', kid: hush, crit: [hush], [hush]: 1 });
    for (const token of [hush, `${header}.${encoded({ sub: hush })}.${hush}`, await issuer.sign('one', { sub: hush, aud: hush })])
      expect(await jwts.ownerOf(token)).toBeUndefined();
    expect(reasons).toHaveLength(3);
    expect(reasons.join()).not.toContain(hush);
  });
});
