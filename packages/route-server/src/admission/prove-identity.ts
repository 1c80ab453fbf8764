import { CHALLENGE, CHALLENGE_HEADER, identityProof, PROOF_HEADER } from '@ringside/route-kit';
import type { FastifyInstance } from 'fastify';

/**
 * Answers the challenge of whoever started this sidecar, on every route and also where the request itself is refused: a program of another
 * user that took the port cannot. A request without a challenge, or with something else in its place, is served as ever.
 */
export function proveIdentity(app: FastifyInstance, secret: string): void {
  app.addHook('onRequest', async ({ headers, socket }, reply) => {
    const challenge = headers[CHALLENGE_HEADER];
    if (typeof challenge !== 'string' || !CHALLENGE.test(challenge)) return;
    const place = { address: socket.localAddress ?? '', port: socket.localPort ?? 0 };
    void reply.header(PROOF_HEADER, await identityProof(secret, challenge, place));
  });
}
