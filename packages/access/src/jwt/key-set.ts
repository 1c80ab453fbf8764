import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { errors, type OpsError } from '@ringside/core';
import { createLocalJWKSet, type CryptoKey } from 'jose';

/** Finds the key that a token says it is signed with; rejects where there is none. */
export type FindKey = (header: { readonly alg?: string; readonly kid?: string }) => Promise<CryptoKey | KeyObject>;

/**
 * Reads public keys: a JSON Web Key Set (RFC 7517), or one public key in PEM, which is for tokens with any `kid`. Keys of a set that cannot verify a signature
 * are passed over, as the RFC asks.
 *
 * @param what names the text in messages
 * @throws OpsError `CONFIG_INVALID` for a text without such a key, and for one with a private key in it, of which nothing is shown
 */
export function parseKeySet(text: string, what: string): FindKey {
  if (text.includes('-----BEGIN ')) return keyOfPem(text, what);
  const keys = keysOfSet(text, what);
  if (keys.some((key) => 'd' in key)) throw invalid(`${what} holds a private key`);
  const usable = keys.filter(isUsable);
  if (usable.length === 0) throw invalid(`${what} holds no public key that signatures can be verified with`);
  return createLocalJWKSet({ keys: usable });
}

function keysOfSet(text: string, what: string): readonly JsonWebKey[] {
  const parsed = parseJson(text) as { readonly keys?: unknown } | null | undefined;
  const isKey = (key: unknown): key is JsonWebKey => typeof key === 'object' && key !== null;
  if (typeof parsed === 'object' && Array.isArray(parsed?.keys) && parsed.keys.every(isKey)) return parsed.keys;
  throw invalid(`${what} is neither a JSON Web Key Set nor a public key in PEM`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function keyOfPem(text: string, what: string): FindKey {
  if (text.includes('PRIVATE KEY-----')) throw invalid(`${what} holds a private key`);
  if (text.split('-----BEGIN ').length > 2) throw invalid(`${what} holds more than one key in PEM; several go into a JSON Web Key Set`);
  const key = keyOf(text);
  if (key === undefined || !TYPES.has(key.asymmetricKeyType))
    throw invalid(`${what} holds no public key that signatures can be verified with`);
  return async () => key;
}

/** What the algorithms that are accepted need. */
const TYPES: ReadonlySet<string | undefined> = new Set(['rsa', 'ec', 'ed25519']);

function isUsable(jwk: JsonWebKey): boolean {
  const { kty, use } = jwk;
  if (kty === 'oct' || (use !== undefined && use !== 'sig')) return false;
  return TYPES.has(keyOf({ key: jwk, format: 'jwk' })?.asymmetricKeyType);
}

function keyOf(source: Parameters<typeof createPublicKey>[0]): KeyObject | undefined {
  try {
    return createPublicKey(source);
  } catch {
    return undefined;
  }
}

function invalid(message: string): OpsError {
  return errors.CONFIG_INVALID({ message, remedy: 'Take the public keys from where the issuer publishes them, its jwks_uri.' });
}
