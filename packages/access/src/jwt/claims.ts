import type { JWTPayload } from 'jose';

/** Whom a token is about, and what they are. */
export interface JwtOwner {
  /** The subject: `sub`, or `identity` as Apache Cassandra Sidecar reads it where there is no `sub`. */
  readonly name: string;
  /** What the token says; which of them are roles here is for `mayDo()` to know. */
  readonly roles: readonly string[];
}

/** OpenID Connect's limit. Letters that do something to a terminal or a reader are in no name. */
const NAME = /^\P{C}{1,255}$/u;

/**
 * Reads who a verified token is about.
 *
 * @param rolesClaim a claim of the token, such as `roles`, or the way to it, such as `resource_access.ringside.roles`; a list of texts, or a text with blanks
 *   between the roles. One that is not there, or something else, gives no role
 * @returns undefined for a token of nobody
 */
export function ownerOfClaims(claims: JWTPayload, rolesClaim: string): JwtOwner | undefined {
  const name = claims.sub ?? claims['identity'];
  return typeof name === 'string' && NAME.test(name) ? { name, roles: rolesOf(claimAt(claims, rolesClaim)) } : undefined;
}

function rolesOf(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((role) => role !== '');
  return Array.isArray(claim) ? claim.filter((role) => typeof role === 'string') : [];
}

/** A name with dots, such as a URL, may be that of one claim. */
function claimAt(claims: JWTPayload, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let at: unknown = claims;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
}
