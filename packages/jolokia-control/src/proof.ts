import { AGENT_HEADERS } from './headers.ts';
import { unavailable } from './refusals.ts';
import { realmOf } from './secret.ts';
import type { Prove } from './secret-keeper.ts';

/** Where an agent is, and how it is reached. */
export interface ProofSettings {
  readonly url: URL;
  readonly fetch: typeof globalThis.fetch;
}

/**
 * Asks an agent for its realm, by a request without credentials, and compares it with the one that belongs to a secret; see {@link realmOf}.
 *
 * @throws OpsError `NODE_CONTROL_UNAVAILABLE` when somebody else listens
 */
export function proofOf({ url, fetch }: ProofSettings): Prove {
  return async (secret, signal) => {
    const response = await fetch(url, { method: 'POST', headers: AGENT_HEADERS, body: '[]', redirect: 'error', signal });
    await response.text();
    const realm = /^Basic realm="([^"]*)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1];
    if (response.status === 401 && realm === realmOf(secret)) return;
    throw unavailable(url.host, 'is not that of the node: what listens there does not know the secret that the node was started with');
  };
}
