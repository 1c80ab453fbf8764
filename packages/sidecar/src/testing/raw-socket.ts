import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection on which a test says what it wants, HTTP or not. */
export interface RawSocket {
  readonly socket: Socket;
  /** What came back so far. */
  readonly text: () => string;
  /** True once the other side has closed it. */
  readonly closed: () => boolean;
  readonly end: () => void;
}

/** Connects to the server of a URL. */
export async function rawSocket(url: string): Promise<RawSocket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let [text, closed] = ['', false];
  socket.on('error', () => undefined);
  socket.on('close', () => (closed = true));
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  await once(socket, 'connect');
  return { socket, text: () => text, closed: () => closed, end: () => void socket.destroy() };
}

/** Statuses of the answers in a text that came over one connection. */
export function statusesIn(text: string): readonly number[] {
  return Array.from(text.matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) => Number(status));
}
