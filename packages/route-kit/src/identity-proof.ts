/** The request header in which a launcher challenges the sidecar that it started; any route answers. */
export const CHALLENGE_HEADER = 'ringside-challenge';

/** The response header with the answer to {@link CHALLENGE_HEADER}: {@link identityProof}. */
export const PROOF_HEADER = 'ringside-proof';

/** What a challenge is: 16 random bytes or more in base64url. A sidecar answers nothing else. */
export const CHALLENGE: RegExp = /^[\w-]{22,86}$/;

/** Where a challenge was received. */
export interface ProofPlace {
  /** The address of the sidecar's end of the connection. */
  readonly address: string;
  /** The TCP port of the same end. */
  readonly port: number;
}

/**
 * How a sidecar shows that it is the one that a launcher started: HMAC-SHA256 of the challenge and of where it was received, under the
 * secret of that start, in base64url. The secret itself never leaves the machine's files, and whoever passes the challenge on to the real
 * sidecar, from another address or port, gets an answer that is worth nothing.
 *
 * @param secret what both read from a file that only their user can read
 * @param challenge the request's {@link CHALLENGE_HEADER}
 */
export async function identityProof(secret: string, challenge: string, { address, port }: ProofPlace): Promise<string> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const text = `ringside-sidecar\n${challenge}\n${address}\n${port}`;
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
