import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A port of loopback that leads to another one, until it is cut. */
export interface CuttableWay {
  /** Where it listens, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Breaks every connection, and refuses new ones. */
  cut(): Promise<void>;
  /** Leads there again, at the same port. */
  mend(): Promise<void>;
}

/** Opens a way to what listens at `url`. */
export async function openWay(url: string): Promise<CuttableWay> {
  const to = Number(new URL(url).port);
  const sockets = new Set<Socket>();
  let server = await listen(to, sockets, 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async cut() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async mend() {
      server = await listen(to, sockets, port);
    },
  };
}

async function listen(to: number, sockets: Set<Socket>, port: number): Promise<Server> {
  const server = createServer((client) => {
    const target = connect({ host: '127.0.0.1', port: to });
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(one);
      one
        .on('error', () => other.destroy())
        .on('close', () => {
          sockets.delete(one);
          other.destroy();
        });
    }
    client.pipe(target).pipe(client);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
