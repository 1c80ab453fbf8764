import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A frame's kind and body. */
export interface Answer {
  /** The kind of the frame. */
  readonly opcode: number;
  /** What follows its header. */
  readonly body: Buffer;
  /** Flags of the frame; what they announce stands at the beginning of the body. */
  readonly flags?: number;
}

/** A request as it came: its opcode, and its body. */
export interface Request {
  /** The kind of its frame. */
  readonly opcode: number;
  /** What follows its header. */
  readonly body: Buffer;
  /** The text of a QUERY. */
  readonly query: string;
}

/** A node that speaks just enough of version 4 of the native protocol for the driver to connect (native_protocol_v4.spec). */
export interface FakeNode {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  /** All that came, in order. */
  readonly requests: Request[];
  /** Connections that are open now. */
  readonly connections: () => number;
  /** Cuts every connection. */
  cut(): void;
  /** Cuts every connection, and takes no more. */
  close(): Promise<void>;
}

/** What the node does with a request; `undefined` leaves it to what every node does, `'nothing'` never answers. */
export type Behaviour = (request: Request) => Answer | 'nothing' | undefined;

const ERROR = 0x00;
const STARTUP = 0x01;
const READY = 0x02;
const QUERY = 0x07;
const RESULT = 0x08;
const HEADER_BYTES = 9;
const VARCHAR = 0x00_0d;
const INET = 0x00_10;

/** Starts a node on a free port of the loopback interface, that takes so long for each answer. */
export async function startFakeNode(behave: Behaviour = () => undefined, delayMs = 0): Promise<FakeNode> {
  const sockets = new Set<Socket>();
  const requests: Request[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    let bytes = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (let size = frameSize(bytes); size !== undefined; size = frameSize(bytes)) {
        const answer = answerTo(bytes.subarray(0, size), requests, behave);
        if (answer !== undefined) setTimeout(() => socket.write(answer), delayMs);
        bytes = bytes.subarray(size);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    connections: () => sockets.size,
    cut: () => cutAll(sockets),
    close: () => closeServer(server, sockets),
  };
}

function frameSize(bytes: Buffer): number | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const size = HEADER_BYTES + bytes.readInt32BE(5);
  return bytes.length < size ? undefined : size;
}

function answerTo(frame: Buffer, requests: Request[], behave: Behaviour): Buffer | undefined {
  const [version = 0, , , , opcode = 0] = frame;
  const body = frame.subarray(HEADER_BYTES);
  const request = { opcode, body, query: opcode === QUERY ? body.toString('utf8', 4, 4 + body.readInt32BE(0)) : '' };
  const isKnown = version === 4;
  if (isKnown) requests.push(request);
  const answer = isKnown ? (behave(request) ?? usual(request)) : error(0x00_0a, `Invalid or unsupported protocol version (${version})`);
  if (answer === 'nothing') return undefined;
  const header = Buffer.from([0x84, answer.flags ?? 0, frame[2] ?? 0, frame[3] ?? 0, answer.opcode, 0, 0, 0, 0]);
  header.writeInt32BE(answer.body.length, 5);
  return Buffer.concat([header, answer.body]);
}

function usual({ opcode, query }: Request): Answer {
  if (opcode === STARTUP) return { opcode: READY, body: Buffer.alloc(0) };
  if (query.includes('system.local'))
    return rows([{ key: 'local', data_center: 'dc1', rack: 'rack1', release_version: '5.0.9' }], 'system');
  if (query.includes('system.peers')) return rows([], 'system');
  if (opcode === QUERY) return rows([{ key: 'value' }]);
  return { opcode: READY, body: Buffer.alloc(0) };
}

/** An ERROR: its code, its sentence, and what comes behind it. */
export function error(code: number, message: string, rest: Buffer = Buffer.alloc(0)): Answer {
  return { opcode: ERROR, body: Buffer.concat([int(code), text(message), rest]) };
}

/**
 * Rows of texts, and of addresses where a value is bytes; every row has the columns of the first.
 *
 * @param values a record for each row: values by column
 */
export function rows(values: readonly Readonly<Record<string, string | Buffer>>[], keyspace = 'ks'): Answer {
  const [first = { key: '' }] = values;
  const names = Object.keys(first);
  const columns = names.map((name) => Buffer.concat([text(name), short(typeof first[name] === 'string' ? VARCHAR : INET)]));
  const cells = values.flatMap((row) => names.map((name) => sized(row[name] ?? '')));
  const head = [int(2), int(1), int(names.length), text(keyspace), text('t'), ...columns];
  return { opcode: RESULT, body: Buffer.concat([...head, int(values.length), ...cells]) };
}

/** A signed integer of 32 bits. */
export function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** An integer of 16 bits. */
export function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

/** A text behind its length in 16 bits. */
export function text(value: string): Buffer {
  return Buffer.concat([short(Buffer.byteLength(value)), Buffer.from(value)]);
}

function sized(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([int(bytes.length), bytes]);
}

/** What comes back from a change of the schema: a keyspace was made. */
export function keyspaceCreated(keyspace: string): Answer {
  return { opcode: RESULT, body: Buffer.concat([int(5), text('CREATED'), text('KEYSPACE'), text(keyspace)]) };
}

function cutAll(sockets: ReadonlySet<Socket>): void {
  for (const socket of sockets) socket.destroy();
}

async function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  cutAll(sockets);
  await closed;
}
