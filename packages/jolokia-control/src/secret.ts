import { createHash, randomBytes } from 'node:crypto';

/**
 * What a secret that Ringside made for one start of a node begins with. It says how the secret is to be used: never sent before the
 * other side has proved to know it. A secret that an operator chose has no such beginning.
 */
const OF_ONE_START = 'start-';
const SECRET_BYTES = 32;

/** A secret for one start of a node: 256 random bits, printable. */
export function newJolokiaSecret(): string {
  return OF_ONE_START + randomBytes(SECRET_BYTES).toString('base64url');
}

/** Whether a secret is only for an agent that has proved to know it. */
export function needsProof(secret: string): boolean {
  return secret.startsWith(OF_ONE_START);
}

/**
 * The name of the agent's realm, which it tells everybody who comes without credentials: a hash of its secret, so that only the agent
 * that was started with a secret can tell the realm of it, and nobody can tell the secret from the realm.
 */
export function realmOf(secret: string): string {
  return createHash('sha256').update(`Ringside's realm of ${secret}`).digest('base64url');
}
