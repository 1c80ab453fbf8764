import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import {
  type Answer,
  type Asked,
  errorAnswer,
  frameOf,
  OPCODES,
  preparedAnswer,
  readRequest,
  rowsAnswer,
  takeFrames,
  useAnswer,
  VOID,
} from './frames.ts';

/** One node of a made-up ring. */
export interface FakeNode {
  readonly address: string;
  /** Statements that came, in order; those that the driver asks for itself left out. */
  readonly asked: Asked[];
  /** How long an answer to a statement takes, in milliseconds; may be changed at any time. */
  delayMs: () => number;
  /** Answers a statement in another way; `undefined` leaves it to what every node does, `'nothing'` never answers. */
  behave: (asked: Asked) => Answer | 'nothing' | undefined;
  /** Stops listening and cuts all connections. */
  stop(): Promise<void>;
  /** Listens again. */
  start(): Promise<void>;
}

/** Nodes that speak version 4 of the native protocol as far as the driver needs it, each on an address of its own, all replicas of everything. */
export interface FakeRing {
  readonly nodes: readonly FakeNode[];
  readonly port: number;
  readonly contactPoints: readonly string[];
  close(): Promise<void>;
}

/** How a ring is made. */
export interface FakeRingOptions {
  /** The datacenter of each node. Default: three nodes in dc1. */
  readonly datacenters?: readonly string[];
  /** The first three bytes of the addresses. */
  readonly network: string;
}

/** Starts a ring on addresses of the loopback interface. */
export async function startFakeRing({ datacenters = ['dc1', 'dc1', 'dc1'], network }: FakeRingOptions): Promise<FakeRing> {
  const ring = datacenters.map((datacenter, index) => ({ address: `${network}.${index + 1}`, datacenter, index }));
  const nodes: Node[] = [];
  let port = 0;
  for (const { index } of ring) {
    const node = new Node(ring, index);
    port = await node.listen(port);
    nodes.push(node);
  }
  return {
    nodes,
    port,
    contactPoints: nodes.map(({ address }) => `${address}:${port}`),
    close: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
  };
}

interface Place {
  readonly address: string;
  readonly datacenter: string;
  readonly index: number;
}

class Node implements FakeNode {
  readonly address: string;
  readonly asked: Asked[] = [];
  delayMs = (): number => 0;
  behave: FakeNode['behave'] = () => undefined;
  readonly #ring: readonly Place[];
  readonly #index: number;
  readonly #prepared = new Map<string, string>();
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  constructor(ring: readonly Place[], index: number) {
    this.#ring = ring;
    this.#index = index;
    this.address = ring[index]?.address ?? '';
  }

  async listen(port: number): Promise<number> {
    const server = createServer((socket) => this.#accept(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, this.address, resolve);
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    return this.#port;
  }

  async start(): Promise<void> {
    await this.listen(this.#port);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
    let bytes: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      const { frames, rest } = takeFrames(Buffer.concat([bytes, chunk]));
      bytes = rest;
      for (const frame of frames) this.#take(frame, socket);
    });
  }

  #take(frame: Buffer, socket: Socket): void {
    if (frame[0] !== 4) return void socket.write(frameOf(errorAnswer(0x00_0a, 'Invalid or unsupported protocol version'), frame));
    const asked = readRequest(frame, this.#prepared);
    const own = this.#systemAnswer(asked);
    if (own !== undefined) return void socket.write(frameOf(own, frame));
    this.asked.push(asked);
    const answer = this.behave(asked) ?? (asked.query.startsWith('SELECT') ? rowsAnswer([{ id: 'a', name: 'this' }]) : VOID);
    const delayMs = this.delayMs();
    if (answer === 'nothing') return;
    if (delayMs > 0) setTimeout(() => socket.write(frameOf(answer, frame)), delayMs);
    else socket.write(frameOf(answer, frame));
  }

  /** What the driver asks for itself. */
  #systemAnswer({ opcode, query }: Asked): Answer | undefined {
    if (opcode === OPCODES.prepare) return this.#prepare(query);
    if (opcode !== OPCODES.query && opcode !== OPCODES.execute && opcode !== OPCODES.batch)
      return { opcode: OPCODES.ready, body: Buffer.alloc(0) };
    if (query.includes('system.local'))
      return rowsAnswer(this.#ring.filter(({ index }) => index === this.#index).map(localRow), 'local', 'system');
    if (query.includes('system.peers'))
      return rowsAnswer(this.#ring.filter(({ index }) => index !== this.#index).map(peerRow), 'peers', 'system');
    if (query.includes('system_schema.keyspaces')) return rowsAnswer([keyspaceRow(this.#ring)], 'keyspaces', 'system_schema');
    if (query.includes('system')) return rowsAnswer([], 'none', 'system_schema');
    return query.startsWith('USE') ? useAnswer() : undefined;
  }

  #prepare(query: string): Answer {
    const id = Buffer.from(query);
    this.#prepared.set(id.toString('hex'), query);
    return preparedAnswer(id, query.split('?').length - 1);
  }
}

const nodeRow = ({ address, datacenter, index }: Place) => ({
  data_center: datacenter,
  rack: 'rack1',
  release_version: '4.1.0',
  rpc_address: Buffer.from(address.split('.').map(Number)),
  host_id: Buffer.concat([Buffer.alloc(15), Buffer.from([index + 1])]),
  tokens: [String((BigInt(index) << 62n) - (1n << 63n))],
});

const localRow = (place: Place) => ({ key: 'local', partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner', ...nodeRow(place) });

const peerRow = (place: Place) => ({ peer: Buffer.from(place.address.split('.').map(Number)), ...nodeRow(place) });

function keyspaceRow(ring: readonly Place[]) {
  const counts: Record<string, string> = {};
  for (const { datacenter } of ring) counts[datacenter] = String(Number(counts[datacenter] ?? 0) + 1);
  return {
    keyspace_name: 'shop',
    durable_writes: true,
    replication: { class: 'org.apache.cassandra.locator.NetworkTopologyStrategy', ...counts },
  };
}
