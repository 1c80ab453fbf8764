import { systemClock } from '@ringside/core';
import { expect, it } from 'vitest';
import { createPeerClients } from './peer-clients.ts';

async function tokenSentTo(url: string): Promise<string | null | undefined> {
  let sent: string | null | undefined;
  const clients = createPeerClients(
    {
      listening: () => ({ scheme: 'http', port: 9_043 }),
      sidecars: [url],
      token: 'of-all-sidecars-of-this-cluster',
      readTls: undefined,
      fetch: async (_url, init) => {
        sent = new Headers(init?.headers).get('authorization');
        return Response.json({ cursor: '1-0', observations: [] });
      },
    },
    systemClock,
  );
  await clients.known(undefined)[0]?.observations({});
  return sent;
}

it.each(['http://127.0.0.2:9043', 'http://[::1]:9043', 'http://localhost:9043', 'https://10.0.0.2:9043'])(
  'sends the token to %s',
  async (url) => {
    expect(await tokenSentTo(url)).toBe('Bearer of-all-sidecars-of-this-cluster');
  },
);

it.each(['http://localhost.example.org:9043', 'http://127.evil.example:9043', 'http://10.0.0.2:9043'])(
  'sends no token to %s, where others could read it',
  async (url) => {
    expect(await tokenSentTo(url)).toBeNull();
  },
);
