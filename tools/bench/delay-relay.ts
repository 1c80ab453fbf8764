import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

const HEADER_BYTES = 9;
/** QUERY, EXECUTE and BATCH of the native protocol, version 4. */
const STATEMENTS: ReadonlySet<number | undefined> = new Set([0x07, 0x0a, 0x0d]);

/** Stands before the CQL port of one node, counts the statements that pass, and can hold the answers back for a while. */
export class DelayRelay {
  /** How long each answer is held back, in milliseconds. */
  delayMs = 0;
  /** Statements that passed, those of the driver's own included. */
  statements = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(target: { readonly address: string; readonly port: number }) {
    this.#server = createServer((client) => this.#join(client, connect({ host: target.address, port: target.port, noDelay: true })));
  }

  /** Listens on an address, on a port or any free one. */
  static async listen(target: { readonly address: string; readonly port: number }, address: string, port: number): Promise<DelayRelay> {
    const relay = new DelayRelay(target);
    await new Promise<void>((resolve, reject) => {
      relay.#server.once('error', reject);
      relay.#server.listen(port, address, resolve);
    });
    return relay;
  }

  /** The port that it listens on. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Stops listening and closes every connection. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #join(client: Socket, node: Socket): void {
    const end = (): void => void [client.destroy(), node.destroy(), this.#sockets.delete(client), this.#sockets.delete(node)];
    for (const socket of [client, node]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', end).on('close', end);
    }
    const count = statementCounter();
    client.on('data', (bytes) => {
      this.statements += count(bytes);
      node.write(bytes);
    });
    node.on('data', (bytes) => this.#pass(bytes, client));
  }

  /** Timers of one length end in the order in which they began, and a shorter one begun later must not overtake: the delay changes only between answers. */
  #pass(bytes: Buffer, client: Socket): void {
    if (this.delayMs === 0) client.write(bytes);
    else setTimeout(() => client.write(bytes), this.delayMs);
  }
}

/** Counts statements in a stream of frames that comes in pieces: of each frame only the header is looked at. */
function statementCounter(): (bytes: Buffer) => number {
  let header = Buffer.alloc(0);
  let skip = 0;
  return (bytes) => {
    let found = 0;
    let at = 0;
    while (at < bytes.length) {
      if (skip > 0) {
        const passed = Math.min(skip, bytes.length - at);
        skip -= passed;
        at += passed;
        continue;
      }
      const missing = HEADER_BYTES - header.length;
      header = Buffer.concat([header, bytes.subarray(at, at + missing)]);
      at += missing;
      if (header.length < HEADER_BYTES) return found;
      if (STATEMENTS.has(header[4])) found += 1;
      skip = header.readInt32BE(5);
      header = Buffer.alloc(0);
    }
    return found;
  };
}
