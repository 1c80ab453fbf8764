import { type Server, type Socket, connect, createServer } from 'node:net';
import { hostErrors } from '@ringside/host';
import { senderOf } from './handshake.ts';

/** One node behind the relay: peers connect to `address`, the node itself listens on `listenAddress`. */
export interface RelayedNode {
  readonly address: string;
  readonly listenAddress: string;
}

interface Link {
  readonly from: string;
  readonly to: string;
  readonly inbound: Socket;
  outbound?: Socket;
}

/**
 * Stands in front of the storage ports of a ring's nodes and can cut some of them off from the others, without root: the packets of a
 * cut connection go nowhere, as behind a dead switch, rather than being refused.
 */
export class StorageRelay {
  readonly #port: number;
  readonly #links = new Set<Link>();
  readonly #servers = new Map<string, Server>();
  #cutOff: ReadonlySet<string> = new Set();

  /** @param port the storage port, the same on every address */
  constructor(port: number) {
    this.#port = port;
  }

  /** Listens in front of one more node. @throws OpsError `ADDRESS_IN_USE` */
  async add(node: RelayedNode): Promise<void> {
    if (this.#servers.has(node.address)) return;
    const server = createServer((socket) => this.#accept(socket, node));
    this.#servers.set(node.address, server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => {
        reject(hostErrors.ADDRESS_IN_USE({ message: `${node.address}:${this.#port} is in use by another program`, cause }));
      });
      server.listen(this.#port, node.address, resolve);
    });
    server.unref();
  }

  /** Cuts nodes off from all others; they still reach each other. What was cut before and is not named now is healed. */
  isolate(addresses: Iterable<string>): void {
    const before = this.#cutOff;
    this.#cutOff = new Set(addresses);
    for (const link of this.#links) {
      if (this.#isCut(link)) freeze(link);
      else if (before.has(link.from) !== before.has(link.to)) close(link);
    }
  }

  /** Mends every cut. Cut connections are closed, so that nodes open new ones at once. */
  heal(): void {
    this.isolate([]);
  }

  /** Stops listening and closes every connection. */
  async close(): Promise<void> {
    for (const link of this.#links) close(link);
    await Promise.all([...this.#servers.values()].map((server) => new Promise((resolve) => server.close(resolve))));
    this.#servers.clear();
  }

  #isCut({ from, to }: Link): boolean {
    return this.#cutOff.has(from) !== this.#cutOff.has(to);
  }

  #accept(inbound: Socket, node: RelayedNode): void {
    let head = Buffer.alloc(0);
    inbound.on('error', () => inbound.destroy());
    const onData = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk]);
      const sender = senderOf(head);
      if (sender.kind === 'more') return;
      inbound.off('data', onData);
      inbound.pause();
      this.#open({ from: sender.kind === 'known' ? sender.address : '', to: node.address, inbound }, node, head);
    };
    inbound.on('data', onData);
  }

  #open(link: Link, node: RelayedNode, head: Buffer): void {
    this.#links.add(link);
    link.inbound.once('close', () => {
      this.#links.delete(link);
      link.outbound?.destroy();
    });
    if (this.#isCut(link)) return;
    const outbound = connect({ host: node.listenAddress, port: this.#port, noDelay: true });
    link.outbound = outbound;
    link.inbound.setNoDelay(true);
    outbound.on('error', () => close(link));
    outbound.once('close', () => link.inbound.destroy());
    outbound.write(head);
    link.inbound.pipe(outbound);
    outbound.pipe(link.inbound);
  }
}

/** Stops what flows, both ways, and keeps the connection open. */
function freeze({ inbound, outbound }: Link): void {
  if (outbound === undefined) return;
  inbound.unpipe(outbound);
  outbound.unpipe(inbound);
  inbound.pause();
  outbound.pause();
}

function close({ inbound, outbound }: Link): void {
  inbound.destroy();
  outbound?.destroy();
}
