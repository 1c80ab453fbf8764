import { randomBytes, timingSafeEqual } from 'node:crypto';
import { request } from 'node:http';
import { routes } from '@ringside/api';
import { CHALLENGE_HEADER, identityProof, PROOF_HEADER } from '@ringside/route-kit';

/** Who answers where a sidecar should. */
export type ProbeResult =
  /** The sidecar of that start, and it is healthy. */
  | { readonly outcome: 'proven' }
  /** Somebody, who does not know the secret of that start. */
  | { readonly outcome: 'stranger' }
  /** Nobody in time, or a sidecar that is not well. */
  | { readonly outcome: 'silent'; readonly reason: string };

/** What {@link probeSidecar} asks. */
export interface Probe {
  /** The node's loopback address, on which its sidecar listens. */
  readonly address: string;
  /** The sidecar's, not the node's. */
  readonly port: number;
  /** The secret of the start; without one nobody can prove anything. */
  readonly secret: string | undefined;
  /** How long the answer may take; later counts as silence. */
  readonly timeoutMs: number;
  /** Ends the wait early, which counts as silence too. */
  readonly signal: AbortSignal;
}

const CHALLENGE_BYTES = 32;

/** Asks a sidecar for its health, and to prove that it is the one that was started with a secret. Sends no secret. Never rejects. */
export async function probeSidecar({ address, port, secret, timeoutMs, signal }: Probe): Promise<ProbeResult> {
  const challenge = randomBytes(CHALLENGE_BYTES).toString('base64url');
  const until = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const { status, proof } = await ask({ address, port, challenge, signal: until });
    const expected = secret === undefined ? undefined : await identityProof(secret, challenge, { address, port });
    if (expected === undefined || !isSame(proof, expected)) return { outcome: 'stranger' };
    return status === 200 ? { outcome: 'proven' } : { outcome: 'silent', reason: `it answers ${status}` };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { outcome: 'silent', reason: until.aborted ? `no answer within ${timeoutMs / 1_000} s` : (code ?? message) };
  }
}

interface Question {
  readonly address: string;
  readonly port: number;
  readonly challenge: string;
  readonly signal: AbortSignal;
}

/** Reads the head of the answer only: a stranger may send a body without end. */
function ask({ address, port, challenge, signal }: Question): Promise<{ status: number; proof: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({
      host: address,
      port,
      path: routes.health.path,
      agent: false,
      headers: { [CHALLENGE_HEADER]: challenge },
      signal,
    });
    asked.once('error', reject);
    asked.once('response', ({ statusCode, headers }) => {
      resolve({ status: statusCode ?? 0, proof: String(headers[PROOF_HEADER] ?? '') });
      asked.destroy();
    });
    asked.end();
  });
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
