import { identityProof } from '@ringside/route-kit';
import { expect, onTestFinished, test } from 'vitest';
import { startOverSimulation } from '../testing/simulated-sidecar.ts';

const challenge = 'c'.repeat(43);

async function ask(settings: Parameters<typeof startOverSimulation>[0], header: string, path = '/api/v1/__health') {
  const { sidecar } = await startOverSimulation(settings);
  onTestFinished(() => sidecar.stop(0));
  const { status, headers } = await fetch(`${sidecar.url}${path}`, { headers: { 'ringside-challenge': header } });
  const place = { address: '127.0.0.1', port: Number(new URL(sidecar.url).port) };
  return { status, proof: headers.get('ringside-proof'), expected: await identityProof('the secret', challenge, place) };
}

test('a sidecar that was given a secret proves it, where it listens, also to who may ask for nothing else', async () => {
  const open = await ask({ identitySecret: 'the secret' }, challenge);
  expect([open.status, open.proof]).toEqual([200, open.expected]);
  const refused = await ask({ identitySecret: 'the secret', token: 'a-bearer-token' }, challenge, '/api/v1/ringside/ring');
  expect([refused.status, refused.proof]).toEqual([401, refused.expected]);
});

test('a sidecar proves nothing without a secret, and signs nothing but challenges', async () => {
  expect((await ask({}, challenge)).proof).toBeNull();
  expect((await ask({ identitySecret: 'the secret' }, 'short')).proof).toBeNull();
  expect((await ask({ identitySecret: 'the secret' }, 'x'.repeat(87))).proof).toBeNull();
});
