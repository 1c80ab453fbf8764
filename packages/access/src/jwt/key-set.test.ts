import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeIssuer, type TestIssuer } from '../testing.ts';
import { parseKeySet } from './key-set.ts';

let issuer: TestIssuer;

beforeAll(async () => {
  issuer = makeIssuer();
  await issuer.addKey('one');
  await issuer.addKey('two', 'EdDSA');
});

const setOf = (...keys: readonly unknown[]): string => JSON.stringify({ keys });
const one = (): object => issuer.keySet().keys[0] as object;
const OCT = { kty: 'oct', k: 'c2VjcmV0', kid: 'one' };

describe('parseKeySet()', () => {
  it('finds the key of a set by its id', async () => {
    const find = parseKeySet(JSON.stringify(issuer.keySet()), 'keys');
    expect(await find({ alg: 'ES256', kid: 'one' })).toMatchObject({ type: 'public' });
    expect(await find({ alg: 'EdDSA', kid: 'two' })).toMatchObject({ type: 'public' });
    await expect(find({ alg: 'ES256', kid: 'three' })).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    await expect(find({ alg: 'ES256', kid: 'two' })).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });

  it('takes one key in PEM for every id', async () => {
    const find = parseKeySet(await issuer.pem('one'), 'keys');
    expect(await find({ alg: 'ES256', kid: 'whatever' })).toMatchObject({ asymmetricKeyType: 'ec' });
  });

  it('passes over keys of a set that are for something else', async () => {
    const others = [OCT, { kty: 'new' }, { kty: 'EC', crv: 'P-256' }, { ...one(), kid: 'three', use: 'enc' }];
    const find = parseKeySet(setOf(...others, one()), 'keys');
    expect(await find({ alg: 'ES256', kid: 'one' })).toMatchObject({ type: 'public' });
    await expect(find({ alg: 'ES256', kid: 'three' })).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    await expect(find({ alg: 'HS256', kid: 'one' })).rejects.toMatchObject({ code: 'ERR_JOSE_NOT_SUPPORTED' });
  });

  const secret = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const x25519 = generateKeyPairSync('x25519').publicKey;

  it.each([
    ['nothing', () => '', 'is neither a JSON Web Key Set nor a public key in PEM'],
    ['a web page', () => '<html>', 'is neither'],
    ['a null', () => 'null', 'is neither'],
    ['a key that is not in a set', () => JSON.stringify(one()), 'is neither'],
    ['a set of nothing', () => setOf(), 'holds no public key'],
    ['a set of secrets', () => setOf(OCT), 'holds no public key'],
    ['a set of nonsense', () => setOf(null), 'is neither'],
    ['a set with a private key', () => setOf(one(), secret.export({ format: 'jwk' })), 'holds a private key'],
    ['a private key', () => secret.export({ format: 'pem', type: 'pkcs8' }) as string, 'holds a private key'],
    [
      'two keys in PEM',
      () => (createPublicKey(secret).export({ format: 'pem', type: 'spki' }) as string).repeat(2),
      'holds more than one key in PEM',
    ],
    ['a key in PEM that is cut off', () => '-----BEGIN PUBLIC KEY-----\nAAAA\n', 'holds no public key'],
    ['a key that signs nothing', () => x25519.export({ format: 'pem', type: 'spki' }) as string, 'holds no public key'],
  ])('refuses %s, and shows nothing of it', (_, text, message) => {
    expect(() => parseKeySet(text(), 'authentication.jwt.keysFile: /keys')).toThrow(`authentication.jwt.keysFile: /keys ${message}`);
  });
});
