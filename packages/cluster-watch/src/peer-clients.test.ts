import { errors, systemClock } from '@ringside/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { createPeerClients, type PeerClients, type PeerTls } from './peer-clients.ts';

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

describe('createPeerClients()', () => {
  const bounds = { timeoutMs: 1_000, signal: new AbortController().signal };
  const FORWARDS = ['http://127.0.0.1:9101', 'http://127.0.0.1:9102', 'http://db3.example:9043'];
  /** Whose sidecar answers at which URL. */
  let answering: Record<string, string | undefined>;
  let asked: string[];

  function forwarded(sidecars: readonly string[] = FORWARDS): PeerClients {
    const fetch = async (url: URL | string | Request): Promise<Response> => {
      const { origin } = new URL(url instanceof Request ? url.url : url);
      asked.push(origin);
      return Response.json({ cursor: '1-0', observer: answering[origin], epoch: 1, observations: [] });
    };
    const listening = (): { scheme: 'http'; port: number } => ({ scheme: 'http', port: 9_043 });
    return createPeerClients({ listening, sidecars, token: undefined, readTls: undefined, fetch }, systemClock);
  }
  const urlOf = async (clients: PeerClients, address: string): Promise<string | undefined> => {
    asked = [];
    await clients.of({ address, port: 7_000 }).observations({});
    return asked[0];
  };

  beforeEach(() => {
    asked = [];
    answering = { [FORWARDS[0] ?? '']: '10.0.0.1:7000', [FORWARDS[1] ?? '']: '10.0.0.2:7000', [FORWARDS[2] ?? '']: '10.0.0.3:7000' };
  });

  it('asks each that is known beforehand which node it is beside, and calls that node’s there, whatever its host is called', async () => {
    const clients = forwarded();
    expect(await urlOf(clients, '10.0.0.2')).toBe('http://10.0.0.2:9043');
    await clients.meet(bounds);
    const urls: (string | undefined)[] = [];
    for (const address of ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4']) urls.push(await urlOf(clients, address));
    expect(urls).toEqual([...FORWARDS, 'http://10.0.0.4:9043']);
    asked = [];
    await clients.meet(bounds);
    expect(asked).toEqual([]);
  });

  it('asks anew when another one answered there', async () => {
    const clients = forwarded();
    await clients.meet(bounds);
    answering[FORWARDS[0] ?? ''] = '10.0.0.4:7000';
    clients.mistook('10.0.0.1:7000');
    await clients.meet(bounds);
    expect([await urlOf(clients, '10.0.0.1'), await urlOf(clients, '10.0.0.4')]).toEqual(['http://10.0.0.1:9043', FORWARDS[0]]);
  });

  it('does not count itself among those that it knows', async () => {
    const clients = forwarded();
    await clients.meet(bounds);
    expect([clients.known(undefined).length, clients.known('10.0.0.2:7000').length]).toEqual([3, 2]);
  });

  it('keeps no clients of nodes that are gone', () => {
    const clients = forwarded([]);
    const first = clients.of({ address: '10.0.0.1', port: 7_000 });
    clients.keepOnly([{ address: '10.0.0.1', port: 7_000 }]);
    expect(clients.of({ address: '10.0.0.1', port: 7_000 })).toBe(first);
    clients.keepOnly([]);
    expect(clients.of({ address: '10.0.0.1', port: 7_000 })).not.toBe(first);
  });

  it('reads certificates again for the next request when they could not be read', async () => {
    let reads = 0;
    const readTls = async (): Promise<PeerTls> => {
      reads += 1;
      throw errors.CONFIG_INVALID({ message: `reading ${reads} failed` });
    };
    const listening = (): { scheme: 'https'; port: number } => ({ scheme: 'https', port: 1 });
    const clients = createPeerClients({ listening, sidecars: [], token: undefined, readTls }, systemClock);
    const said: unknown[] = [];
    for (let turn = 0; turn < 2; turn += 1)
      said.push(
        await clients
          .of({ address: '127.0.0.1', port: 7_000 })
          .observations({})
          .catch((thrown: Error) => `${thrown.message} ${String(thrown.cause)}`),
      );
    expect([reads, said]).toEqual([2, [expect.stringContaining('reading 1 failed'), expect.stringContaining('reading 2 failed')]]);
  });
});
