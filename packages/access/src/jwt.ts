/**
 * Callers known by the JSON Web Tokens of an identity provider. Apart from the rest, because it loads a library for them.
 *
 * @packageDocumentation
 */
export type { JwtOwner } from './jwt/claims.ts';
export { type JwtKeys, type JwtRules, type KnownJwts, type KnownJwtsOptions, openJwts } from './jwt/known-jwts.ts';
