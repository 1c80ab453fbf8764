import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { CHALLENGE, identityProof } from './identity-proof.ts';

const place = { address: '127.0.0.2', port: 9043 };
const challenge = 'A'.repeat(22);

test('identityProof() is the HMAC-SHA256 that node:crypto computes, in base64url', async () => {
  for (let round = 0; round < 64; round += 1) {
    const secret = `secret-${round}`;
    const text = `ringside-sidecar\n${challenge}\n127.0.0.2\n9043`;
    expect(await identityProof(secret, challenge, place)).toBe(createHmac('sha256', secret).update(text).digest('base64url'));
  }
});

test('identityProof() differs for another secret, challenge, address and port', async () => {
  const proofs = await Promise.all([
    identityProof('a', challenge, place),
    identityProof('b', challenge, place),
    identityProof('a', 'B'.repeat(22), place),
    identityProof('a', challenge, { ...place, address: '127.0.0.3' }),
    identityProof('a', challenge, { ...place, port: 9044 }),
  ]);
  expect(new Set(proofs).size).toBe(5);
});

test('a challenge is random text of a bounded length', () => {
  expect(['', 'short', 'x'.repeat(87), `${'x'.repeat(22)}\n`].filter((text) => CHALLENGE.test(text))).toEqual([]);
});
