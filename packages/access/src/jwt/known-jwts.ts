import type { Clock } from '@ringside/core';
import { readTextFile } from '@ringside/host';
import { errors as joseErrors, jwtVerify } from 'jose';
import { followFile } from '../followed-file.ts';
import { type JwtOwner, ownerOfClaims } from './claims.ts';
import { keysOfServer } from './key-server.ts';
import { type FindKey, parseKeySet } from './key-set.ts';

/** Where the keys that tokens are signed with are published. */
export type JwtKeys =
  | {
      /** A file with a JSON Web Key Set, or one public key in PEM; read again when it changes. */
      readonly file: string;
    }
  | {
      /** Where the issuer publishes its JSON Web Key Set. */
      readonly url: string;
    };

/** Which JSON Web Tokens are good. */
export interface JwtRules {
  /** Where the keys are that may have signed them. */
  readonly keys: JwtKeys;
  /** What `iss` must be. */
  readonly issuer: string;
  /** What `aud` must be or hold: so that a token for another service of the same issuer is not good here. */
  readonly audience: string;
  /** How far the issuer's clock may be off, in milliseconds. */
  readonly leewayMs: number;
  /** The claim with the roles; see {@link JwtOwner.roles}. Dots lead into objects. */
  readonly rolesClaim: string;
}

/** What {@link openJwts} takes. */
export interface KnownJwtsOptions {
  /** Which of them are good. */
  readonly rules: JwtRules;
  /** What names the file of keys to whoever chose it, for messages: a key of the configuration. */
  readonly key: string;
  /** For when tokens expire, and how old keys may become. */
  readonly clock: Clock;
  /** Ends a request to the server of keys when it aborts. */
  readonly signal: AbortSignal;
  /** Told of keys that cannot be used or fetched. */
  readonly onFault: (error: unknown) => void;
  /** Told why a token is not good, in words that hold nothing of it. */
  readonly onRefused: (reason: string) => void;
}

/** The JSON Web Tokens of an issuer. */
export interface KnownJwts {
  /** Whose token this is; undefined for one that is not good, whatever the reason. Never rejects. */
  ownerOf(token: string): Promise<JwtOwner | undefined>;
}

/** Those of RFC 7518 and RFC 8037 with a public key: whoever can verify cannot sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/**
 * Knows the JSON Web Tokens (RFC 7519) of an issuer, as RFC 8725 asks: the algorithm is an asymmetric one whatever the token says, issuer, audience and
 * expiry must be there and right, and `nbf` counts. Keys are followed: a file as soon as a second after it changed, a server at least every five minutes.
 *
 * @throws OpsError `CONFIG_INVALID` for a file of keys that cannot be used from the start
 */
export async function openJwts({ rules, key, clock, signal, onFault, onRefused }: KnownJwtsOptions): Promise<KnownJwts> {
  const { keys, issuer, audience, leewayMs, rolesClaim } = rules;
  const find = 'url' in keys ? keysOfServer({ url: keys.url, clock, signal, onFault }) : await keysOfFile(key, keys.file, clock, onFault);
  const expected = { algorithms: ALGORITHMS, issuer, audience, clockTolerance: leewayMs / 1_000, requiredClaims: ['exp'] };
  return {
    async ownerOf(token) {
      try {
        const { payload } = await jwtVerify(token, find, { ...expected, currentDate: new Date(clock.nowMs()) });
        const owner = ownerOfClaims(payload, rolesClaim);
        if (owner === undefined) onRefused('it names no subject');
        return owner;
      } catch (error) {
        onRefused(reasonOf(error));
        return undefined;
      }
    },
  };
}

async function keysOfFile(key: string, file: string, clock: Clock, onFault: (error: unknown) => void): Promise<FindKey> {
  const read = async (): Promise<FindKey> => parseKeySet(await readTextFile(key, file), `${key}: ${file}`);
  const followed = await followFile({ file, read, clock, onFault });
  return async (header) => {
    const find = await followed.current();
    if (find === undefined) throw new joseErrors.JWKSNoMatchingKey();
    return await find(header);
  };
}

/** The library’s errors hold the claims of the token, and some messages a part of its header: only what names the rule goes any further. */
function reasonOf(error: unknown): string {
  if (error instanceof joseErrors.JWTClaimValidationFailed || error instanceof joseErrors.JWTExpired)
    return `claim ${error.claim}: ${error.reason}`;
  return error instanceof joseErrors.JOSEError ? error.code : 'it cannot be verified';
}
